import { describe, expect, it } from 'vitest';
import { fetchReadConversation } from '../../src/dify/conversation-detail.ts';
import type { DifySession } from '../../src/dify/dify-session.ts';
import { traitsOf } from '../../src/dify/dify-version.ts';

const VERSION = { text: '1.12.1', numbers: [1, 12, 1] } as const;

const REFUSING: Pick<DifySession, 'host' | 'get'> = {
  host: 'dify.example.com',
  get: () => {
    throw new Error('Dify was asked');
  },
};

describe('the detail of a conversation', () => {
  it('is never asked of an unread one, since that would mark it as read', async () => {
    const session: DifySession = {
      ...REFUSING,
      version: VERSION,
      clockSkewMs: 0,
      traits: traitsOf(VERSION),
    };

    await expect(
      fetchReadConversation(session, 'app', 'chat', { id: 'c-1', isRead: false }),
    ).rejects.toThrow('The conversation c-1 is unread: its detail is not read');
  });
});
