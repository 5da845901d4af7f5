package dev.zoetrope.kernel.magic;

import java.lang.management.CompilationMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** What the JVM does beside the code that is measured. */
class BenchMachine {
  /**
   * Counters since the JVM's start, or their growth.
   *
   * @param compilerMillis time that the JIT compiler worked
   * @param collections how often garbage was collected
   * @param collectorMillis how long that took
   * @param allocated bytes that this thread allocated; less than 0 if the JVM does not count them
   */
  record Reading(long compilerMillis, long collections, long collectorMillis, long allocated) {
    Reading since(Reading earlier) {
      return new Reading(
          compilerMillis - earlier.compilerMillis,
          collections - earlier.collections,
          collectorMillis - earlier.collectorMillis,
          allocated < 0 ? -1 : allocated - earlier.allocated);
    }
  }

  Reading read() {
    long collections = 0;
    long collectorMillis = 0;
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      collections += collector.getCollectionCount();
      collectorMillis += collector.getCollectionTime();
    }
    return new Reading(compilerMillis(), collections, collectorMillis, allocated());
  }

  private static long compilerMillis() {
    CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    return compiler != null && compiler.isCompilationTimeMonitoringSupported()
        ? compiler.getTotalCompilationTime()
        : 0;
  }

  private static long allocated() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return threads instanceof com.sun.management.ThreadMXBean counting
            && counting.isThreadAllocatedMemoryEnabled()
        ? counting.getThreadAllocatedBytes(Thread.currentThread().getId())
        : -1;
  }
}
