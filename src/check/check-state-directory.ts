import { join } from 'node:path';
import { nodeFileSystem } from '../files/file-system.ts';
import { nearestAbove } from '../files/nearest-above.ts';
import { probeWriting } from '../files/probe-writing.ts';
import { statsIfThere } from '../files/stats-if-there.ts';
import { message } from '../language/message.ts';
import { safeText } from '../text/safe-text.ts';
import { cannotMake, checkDirectory, modeOf } from './check-directory.ts';
import { checkSpace } from './check-space.ts';
import { type Finding, type HopResult, ok, warning } from './hop.ts';

const FOLDERS = ['spool', 'rejected', 'quarantine', 'receipts', 'cache'] as const;

/**
 * Owner, mode, free space, and whether it can be written. Nothing of it is changed. Its value says
 * whether it exists: the first export makes it.
 */
export async function checkStateDirectory(
  stateDir: string,
  largestBody: number,
): Promise<HopResult<{ readonly exists: boolean }>> {
  const stats = await statsIfThere(stateDir);
  if (stats === undefined) return await checkParent(stateDir, largestBody);
  const findings = [...(await checkDirectory(stateDir, stats))];
  for (const folder of FOLDERS) {
    const path = join(stateDir, folder);
    const found = await statsIfThere(path);
    if (found === undefined) continue;
    const problems = await checkDirectory(path, found);
    findings.push(...(folder === 'cache' ? problems.map(toWarning) : problems));
  }
  const space = await checkSpace(nodeFileSystem, stateDir, largestBody);
  findings.push(...space.findings);
  if (findings.length > 0) return { findings, value: { exists: true } };
  const found = message('check_state', {
    path: safeText(stateDir),
    mode: modeOf(stats),
    owner: stats.uid,
    space: space.text,
  });
  return { findings: [ok(found)], value: { exists: true } };
}

/** Without its cache an export asks Dify for everything, and says so. */
function toWarning({ code, found, cure }: Finding): Finding {
  return warning(code, found, cure);
}

async function checkParent(
  stateDir: string,
  largestBody: number,
): Promise<HopResult<{ readonly exists: boolean }>> {
  const parent = await nearestAbove(stateDir);
  const code = await probeWriting(parent);
  if (code !== undefined) return { findings: [cannotMake(stateDir, parent, code)] };
  const { findings, text } = await checkSpace(nodeFileSystem, parent, largestBody);
  const found = message('check_state_to_be_made', { path: safeText(stateDir), space: text });
  return { findings: findings.length > 0 ? findings : [ok(found)], value: { exists: false } };
}
