import { describe, expect, it } from 'vitest';
import { fetchAccountTimeZone, fetchCurrentWorkspace } from '../../src/dify/account.ts';
import { worldBuilder } from '../support/fake-dify/builders.ts';
import { serveDify, signInTo } from '../support/session.ts';

describe('fetchAccountTimeZone', () => {
  it('reads the zone of the account', async () => {
    const { world } = worldBuilder('1.14.2', { timeZone: 'Asia/Tokyo' });
    const session = await signInTo(await serveDify({ version: '1.14.2', world }));

    expect(await fetchAccountTimeZone(session)).toBe('Asia/Tokyo');
  });

  it.each([
    [null, 'has no time zone'],
    ['', 'has no time zone'],
    ['Mars/Olympus', 'has a time zone that is no IANA name'],
  ])('asks for one in place of %j', async (timezone, says) => {
    const build = worldBuilder('1.14.2');
    build.owner.timezone = timezone;
    const session = await signInTo(await serveDify({ version: '1.14.2', world: build.world }));

    const read = fetchAccountTimeZone(session);

    await expect(read).rejects.toMatchObject({ problem: 'setup', remedy: 'operator' });
    await expect(read).rejects.toThrow(says);
    await expect(read).rejects.toThrow('Settings → Language → Time zone');
    await expect(read).rejects.not.toThrow('Mars');
  });
});

describe('fetchCurrentWorkspace', () => {
  it.each(['0.15.3', '1.14.2'])('finds the current one of several on %s', async (version) => {
    const build = worldBuilder(version);
    const lab = build.workspace('Lab');
    for (const member of build.world.members) member.current = member.workspaceId === lab.id;
    const session = await signInTo(await serveDify({ version, world: build.world }));

    expect(await fetchCurrentWorkspace(session)).toEqual({ id: lab.id, name: 'Lab' });
  });

  it('says when the current one is archived and so not in the list', async () => {
    const build = worldBuilder('1.14.2');
    const session = await signInTo(await serveDify({ version: '1.14.2', world: build.world }));
    for (const workspace of build.world.workspaces) workspace.status = 'archive';

    await expect(fetchCurrentWorkspace(session)).rejects.toMatchObject({
      problem: 'setup',
      message: expect.stringContaining('has no current workspace'),
    });
  });
});
