/** Why a secret in AWS Secrets Manager cannot be used. */
export const secrets = {
  secret_empty_problem: 'The secret {secret} is empty.',
  secret_key_empty_problem: 'The key {key} of the secret {secret} is empty.',
  secret_empty_cure: 'Write the secret into it.',
  secret_object_problem:
    'The secret {secret} is a JSON object, and the reference names no key of it.',
  secret_object_cure: 'Add #KEY to the reference; in an env file write it between double quotes.',
  secret_no_object_problem: 'The secret {secret} is no JSON object, so that it has no key {key}.',
  secret_no_object_cure:
    'Leave #{key} out to use the secret as it is, or store it as key/value pairs.',
  secret_no_key_problem: 'The secret {secret} has no key {key}.',
  secret_no_key_cure:
    'Upper and lower case count: compare it with the keys that AWS Secrets Manager shows.',
  secret_no_text_problem: 'The key {key} of the secret {secret} is no text.',
  secret_no_text_cure: 'Write the value between double quotes in the JSON of the secret.',
  secret_binary_problem: 'The secret {secret} is binary.',
  secret_binary_cure: 'Store it as text in AWS Secrets Manager.',
  aws_sdk_missing_problem:
    'It refers to AWS Secrets Manager, and the package that reads it is not installed.',
  aws_sdk_missing_cure:
    'Run npm install --global @aws-sdk/client-secrets-manager; build an image with WITH_AWS=true.',
  aws_no_credentials_problem: 'There are no AWS credentials to read the secret {secret} with.',
  aws_no_credentials_cure:
    'Give the host an IAM role (containers on EC2 need a metadata hop limit of 2), or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment.',
  aws_no_region_problem: 'The AWS region of the secret {secret} is not known.',
  aws_no_region_cure: 'Set AWS_REGION.',
  aws_not_there_problem: 'AWS Secrets Manager has no secret {secret} to read ({reason}).',
  aws_not_there_cure: 'Check its name and AWS_REGION.',
  aws_refused_problem: 'AWS refused to hand out the secret {secret} ({reason}).',
  aws_refused_cure:
    'Allow secretsmanager:GetSecretValue on it, and kms:Decrypt with its key, to the identity that runs the exporter; check its credentials and the clock.',
  aws_untrusted_problem:
    'The certificate of what answered for the secret {secret} is not trusted ({code}).',
  aws_untrusted_cure: 'Name the certificate authority in NODE_EXTRA_CA_CERTS, in the environment.',
  aws_foreign_problem:
    'What answered for the secret {secret} does not speak as AWS Secrets Manager does ({reason}).',
  aws_foreign_cure: 'Check AWS_REGION and AWS_ENDPOINT_URL_SECRETS_MANAGER.',
  aws_not_now_problem:
    'AWS Secrets Manager could not be asked for the secret {secret} now ({reason}).',
  aws_not_now_cure: 'Run it again later; if that lasts, check AWS_REGION and the network.',
} as const;
