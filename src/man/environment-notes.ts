/** What else of the environment matters, for the manual; Node or systemd gives these their meaning. */
export const environmentNotes: readonly { readonly term: string; readonly meaning: string }[] = [
  {
    term: 'NAME_FILE',
    meaning:
      'For each secret NAME above, such as DIFY_PASSWORD_FILE: a file that holds it instead. Both at once are an error.',
  },
  {
    term: '$CREDENTIALS_DIRECTORY/NAME',
    meaning:
      'The same from systemd, which sets the directory for a unit with LoadCredential=NAME:PATH. A variable that is set outranks it.',
  },
  {
    term: 'aws-sm:SECRET_ID#KEY',
    meaning:
      'As the value of a secret, wherever that stands: one key of a JSON secret in AWS Secrets Manager; without #KEY the ' +
      'secret as it is. In an env file write it between double quotes. The package @aws-sdk/client-secrets-manager reads ' +
      'it, with the credentials that it finds in the environment, a profile or the role of the host.',
  },
  {
    term: 'NODE_EXTRA_CA_CERTS',
    meaning:
      'A PEM file of certificate authorities to trust beside those that Node knows, as with --ca-file, for AWS too. Node reads it from the environment only, not from --env-file.',
  },
  {
    term: 'NO_COLOR',
    meaning: 'Makes no difference: no colours are ever written.',
  },
  {
    term: 'TERM',
    meaning: 'Of a terminal that is dumb: no progress is shown.',
  },
];
