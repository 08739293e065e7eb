package io.jenkins.plugins.baseten.agent;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serial;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Looks whether a node has the command, with exactly the bytes that this plugin contains. */
public final class ToolCheck implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String directory;
    private final String sha256;

    /**
     * @param directory where the command is on the node
     * @param sha256 of the jar, in hexadecimal
     */
    public ToolCheck(@NonNull String directory, @NonNull String sha256) {
        this.directory = directory;
        this.sha256 = sha256;
    }

    boolean isMissing() {
        Path home = Path.of(directory);
        Path command = home.resolve("bin").resolve(InstallTool.COMMAND);
        try {
            return !sha256.equals(sha256Of(home.resolve(InstallTool.JAR)))
                    || !Files.isExecutable(command)
                    || !ShellScript.of(home.resolve(InstallTool.JAR)).equals(Files.readString(command))
                    || !InstallTool.BATCH_SCRIPT.equals(
                            Files.readString(command.resolveSibling(InstallTool.COMMAND + ".cmd")));
        } catch (IOException e) {
            // A file that is missing, or that is no text, is not a file that this plugin has installed.
            return true;
        }
    }

    private static String sha256Of(Path file) throws IOException {
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha256())) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of()
                    .formatHex(((DigestInputStream) in).getMessageDigest().digest());
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
