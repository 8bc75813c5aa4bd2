import type { Exchange } from './exchange.ts';
import { accountOf, login, type Stage } from './stage.ts';

export const NEW_PASSWORD = 'Fresh0Password2';

/** Brings about the state that the recording found, where the calls before it do not. */
export async function prepare({ id }: Exchange, stage: Stage): Promise<void> {
  const { kept, clock } = stage;
  switch (id) {
    case 'session.archived-current-other-available.get':
      for (const member of membershipsOf(stage, 'pthree')) member.current = !member.current;
      return;
    case 'session.banned-after-login':
      kept.set('refresh.banned', await login(stage, 'pban2'));
      accountOf(stage, 'pban2').status = 'banned';
      return;
    case 'refresh.wrong-place':
    case 'refresh.host-cookie':
    case 'refresh.both-spellings':
    case 'refresh.expired-access':
    case 'refresh.expired-access-cookies':
    case 'https.refresh.plain':
    case 'https.refresh.host':
    case 'https.refresh.both':
      kept.set(id, await login(stage, 'prefresh'));
      return;
    case 'refresh.ok': {
      const session = await login(stage, 'prefresh');
      kept.set('refresh.ok', session).set('refresh.old-again', session);
      return;
    }
    case 'refresh.two-logins.first':
      kept.set('refresh.two-logins.first', await login(stage, 'pmulti'));
      kept.set('refresh.two-logins.second', await login(stage, 'pmulti'));
      return;
    case 'logout.get':
      kept.set('refresh.after-logout.first', await login(stage, 'plogout'));
      kept.set('refresh.after-logout.second', await login(stage, 'plogout'));
      return;
    case 'session.after-password-change.access':
      kept.set('refresh.after-password-change', await login(stage, 'ppwch'));
      accountOf(stage, 'ppwch').password = NEW_PASSWORD;
      return;
    case 'expiry.after.profile':
      clock.now += 62_000;
      return;
    default: {
      const zone = ZONES[id];
      if (zone !== undefined) accountOf(stage, 'ptznull').timezone = zone.timezone;
    }
  }
}

const ZONES: Readonly<Record<string, { readonly timezone: string | null }>> = {
  'profile.timezone-null': { timezone: null },
  'profile.statistics-timezone-invalid': { timezone: 'Nowhere/Land' },
  'profile.statistics-timezone-empty': { timezone: '' },
  'profile.statistics-timezone-utc-offset': { timezone: 'UTC+8' },
  'profile.chat-conversations-timezone-null': { timezone: null },
};

function membershipsOf(stage: Stage, name: string) {
  const { id } = accountOf(stage, name);
  return stage.world.members.filter(({ accountId }) => accountId === id);
}
