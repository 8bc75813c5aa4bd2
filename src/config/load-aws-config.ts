import type { AwsConfig } from './fetch-aws-secrets.ts';
import type { SettingReader } from './setting-reader.ts';
import { variables } from './variables.ts';

/** Undefined when it is wrong. What is not set the AWS SDK finds by itself. */
export function loadAwsConfig(reader: SettingReader): AwsConfig | undefined {
  const { awsRegion, awsEndpoint } = variables;
  const region = reader.read(awsRegion);
  const endpoint = reader.read(awsEndpoint);

  const isWrong =
    (region === undefined && reader.isSet(awsRegion)) ||
    (endpoint === undefined && reader.isSet(awsEndpoint));
  return isWrong ? undefined : { region, endpoint };
}
