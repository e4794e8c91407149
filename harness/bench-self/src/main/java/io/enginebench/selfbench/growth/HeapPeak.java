package io.enginebench.selfbench.growth;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Set;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.stream.Collectors;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/** The fullest that this process's heap was right after a collection, which is about what was alive then. */
final class HeapPeak {
    private static final long NOTICE_MILLIS = 100;

    private final Set<String> pools = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getName)
            .collect(Collectors.toSet());
    private final LongAccumulator most = new LongAccumulator(Math::max, 0);

    private HeapPeak() {}

    /** Watches all collections from now on. */
    static HeapPeak watched() {
        HeapPeak peak = new HeapPeak();
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (collector instanceof NotificationEmitter emitter) {
                emitter.addNotificationListener((notification, none) -> peak.note(notification), null, null);
            }
        }
        return peak;
    }

    private void note(Notification notification) {
        if (notification.getUserData() instanceof CompositeData data
                && notification.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
            GarbageCollectionNotificationInfo.from(data).getGcInfo().getMemoryUsageAfterGc().entrySet().stream()
                    .filter(pool -> pools.contains(pool.getKey()))
                    .mapToLong(pool -> pool.getValue().getUsed())
                    .reduce(Long::sum)
                    .ifPresent(most::accumulate);
        }
    }

    /** Bytes since the last call, after one more collection. */
    long taken() throws InterruptedException {
        System.gc();
        Thread.sleep(NOTICE_MILLIS); // Notices come from another thread.
        return most.getThenReset();
    }
}
