import process from 'node:process';
import { RECORDED_VERSIONS } from './fake-dify/presets.ts';

/** `npm run test:truth` compares everything; the suite, what differs most. */
export const IS_WHOLE_TRUTH = process.env['TRUTH'] === 'whole';

/** The oldest version, one before and one after workflow runs tell their origin, and the newest. */
const UNLIKE_VERSIONS = ['0.15.3', '1.8.1', '1.10.1', '1.14.2'] as const;

export const END_TO_END_VERSIONS = IS_WHOLE_TRUTH ? RECORDED_VERSIONS : UNLIKE_VERSIONS;
