package io.jenkins.plugins.baseten.masking;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.key.Masker;
import io.github.basetenci.key.MaskingOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Supplier;

/**
 * Masks by the keys that a build holds at each write. While the build holds no key, the bytes are passed on
 * unchanged.
 */
final class LiveMaskingOutputStream extends FilterOutputStream {
    private final Supplier<Masker> keys;
    private Masker masker = Masker.NONE;

    @CheckForNull
    private MaskingOutputStream masked;

    LiveMaskingOutputStream(@NonNull OutputStream out, @NonNull Supplier<Masker> keys) {
        super(out);
        this.keys = keys;
    }

    @Override
    public synchronized void write(int b) throws IOException {
        current().write(b);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        current().write(bytes, offset, length);
    }

    @Override
    public synchronized void flush() throws IOException {
        current().flush();
    }

    @Override
    public synchronized void close() throws IOException {
        current().close();
    }

    private OutputStream current() throws IOException {
        Masker now = keys.get();
        // A key that was masked once stays masked, because a build keeps its keys until its log ends.
        if (now != masker && now != Masker.NONE) {
            masker = now;
            if (masked == null) {
                masked = new MaskingOutputStream(out, now);
            } else {
                masked.switchTo(now);
            }
        }
        return masked == null ? out : masked;
    }
}
