package io.jenkins.plugins.baseten.identity;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.identity.IdentitySource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A file on the agent; between {@link #hold} and {@link #release} a lookup waits before it asks for the file. */
public final class SourceThatWaits extends IdentityTokenSource {
    private static final long serialVersionUID = 1L;

    private static final AtomicInteger WAITING = new AtomicInteger();
    private static volatile CountDownLatch gate = new CountDownLatch(0);

    private final String path;

    public SourceThatWaits(String path) {
        this.path = path;
    }

    public static void hold() {
        WAITING.set(0);
        gate = new CountDownLatch(1);
    }

    public static void release() {
        gate.countDown();
    }

    /** The number of lookups that began to wait. */
    public static int waiting() {
        return WAITING.get();
    }

    @NonNull
    @Override
    String summary() {
        return "the file " + path;
    }

    @Override
    boolean asksAgent() {
        WAITING.incrementAndGet();
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return true;
    }

    @NonNull
    @Override
    IdentitySource of(@NonNull TokenRequest request) {
        return new AgentFileTokenSource(path).of(request);
    }
}
