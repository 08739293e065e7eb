package io.jenkins.plugins.baseten.agent;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import jenkins.security.MasterToSlaveCallable;

/**
 * Reads the file with the identity token of an agent, for example the file that Kubernetes projects for a
 * service account. The file is read for each exchange, because its writer replaces the token.
 */
public final class ReadTokenFile extends MasterToSlaveCallable<AgentToken, RuntimeException> {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String path;

    /** @param path of the file on the agent; it must be absolute */
    public ReadTokenFile(@NonNull String path) {
        this.path = path;
    }

    @Override
    public AgentToken call() {
        Path file;
        try {
            file = Path.of(path);
        } catch (InvalidPathException e) {
            return AgentToken.refusal("has a name that the agent cannot have");
        }
        if (!file.isAbsolute()) {
            return AgentToken.refusal("has no absolute path on the agent");
        }
        // A pipe or a device might never end.
        if (!Files.exists(file)) {
            return AgentToken.refusal("does not exist on the agent");
        }
        if (!Files.isRegularFile(file)) {
            return AgentToken.refusal("is no regular file on the agent");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return AgentToken.of(new String(in.readNBytes(AgentToken.MAX_LENGTH + 2), StandardCharsets.ISO_8859_1));
        } catch (AccessDeniedException e) {
            return AgentToken.refusal("may not be read by the user of the agent");
        } catch (IOException e) {
            return AgentToken.refusal("cannot be read on the agent");
        }
    }
}
