package io.jenkins.plugins.baseten.masking;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Run;
import io.github.basetenci.key.Masker;
import io.github.basetenci.key.MaskingOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Masks by the keys that the build holds at each write. */
final class LiveMaskingOutputStream extends FilterOutputStream {
    private final Run<?, ?> run;
    private Masker masker = Masker.NONE;

    @CheckForNull
    private MaskingOutputStream masked;

    LiveMaskingOutputStream(OutputStream out, Run<?, ?> run) {
        super(out);
        this.run = run;
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
        Masker now = LiveMaskers.masker(run);
        if (now != masker) {
            if (masked != null) {
                masked.finish();
            }
            masker = now;
            masked = now == Masker.NONE ? null : new MaskingOutputStream(out, now);
        }
        return masked == null ? out : masked;
    }
}
