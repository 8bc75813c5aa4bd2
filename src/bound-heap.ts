import { PerformanceObserver } from 'node:perf_hooks';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';

/** Below it memory is cheaper than collecting garbage. */
const ROOMY_BYTES = 80_000_000;

/**
 * By default the heap grows to several times what is used before anything is freed, and the host is
 * shared with Dify. From a size on it may grow by a tenth only; unlike a limit this never ends a run
 * that needs more.
 */
export function boundHeap(): void {
  const observer = new PerformanceObserver(() => {
    if (getHeapStatistics().used_heap_size < ROOMY_BYTES) return;
    setFlagsFromString('--heap-growing-percent=10');
    observer.disconnect();
  });
  observer.observe({ entryTypes: ['gc'] });
}
