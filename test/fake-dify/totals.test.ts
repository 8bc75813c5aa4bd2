import { describe, expect, it } from 'vitest';
import { loadWorld } from '../support/fake-dify/load-world.ts';
import { RECORDED_VERSIONS } from '../support/fake-dify/presets.ts';
import { messageTotals, runTotal } from '../support/fake-dify/totals.ts';
import type { WorldRun } from '../support/fake-dify/world.ts';

describe.each(RECORDED_VERSIONS)('the totals computed from node rows, %s', (version) => {
  const { world, oracle } = loadWorld(version);
  // Of a few debug runs only the leaves are known, not the containers: they lack a start row.
  const finished = world.runs.filter(
    (run) =>
      run.status !== 'running' &&
      rowsOf(run).some(({ node_type: type }) => /^(start|trigger-)/.test(`${type}`)),
  );

  it('are those that the recorded server stored in its runs', () => {
    const wrong = finished.filter((run) => runTotal(version, rowsOf(run)) !== run.totalTokens);
    expect(wrong.map((run) => label(run))).toEqual([]);
  });

  it('are those that it stored in its advanced-chat messages', () => {
    const wrong = world.messages.filter((message) => {
      const run = world.runs.find(({ id }) => id === message.workflowRunId);
      // A failed run leaves its message empty.
      if (run === undefined || run.status === 'failed') return false;
      const { messageTokens, answerTokens, totalPrice, currency } = messageTotals(
        version,
        rowsOf(run),
      );
      const computed = [messageTokens, answerTokens, totalPrice, currency];
      const { messageTokens: prompt, answerTokens: answer } = message;
      return `${computed}` !== `${[prompt, answer, message.totalPrice, message.currency]}`;
    });
    expect(wrong.map(({ id }) => oracle.labels.messages[id])).toEqual([]);
  });

  function rowsOf(run: WorldRun) {
    const nodes = world.nodes.filter(({ runId }) => runId === run.id);
    return nodes
      .toSorted((a, b) => Number(a.row['index']) - Number(b.row['index']))
      .map(({ row }) => row);
  }

  function label(run: WorldRun) {
    return oracle.labels.runs[run.id];
  }
});
