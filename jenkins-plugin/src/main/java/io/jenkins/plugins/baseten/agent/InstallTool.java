package io.jenkins.plugins.baseten.agent;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.remoting.VirtualChannel;
import java.io.File;
import java.io.IOException;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import jenkins.MasterToSlaveFileCallable;

/**
 * Puts the command on a node once: the jar, and the two scripts that start the jar. The scripts get paths only
 * from variables, so no name of a directory can be read as a command ({@link ShellScript}).
 */
public final class InstallTool extends MasterToSlaveFileCallable<Void> {
    /** The jar's name in the tool's directory. */
    public static final String JAR = "baseten-ci.jar";

    /** The variable with the jar's path. */
    public static final String JAR_VARIABLE = "BASETEN_CI_JAR";

    /** The variable with the Java command. */
    public static final String JAVA_VARIABLE = "BASETEN_CI_JAVA";

    static final String COMMAND = "baseten-ci";

    static final String BATCH_SCRIPT = "@echo off\r\n\"%BASETEN_CI_JAVA%\" -jar \"%BASETEN_CI_JAR%\" %*\r\n";

    @Serial
    private static final long serialVersionUID = 1L;

    private final byte[] jar;

    /** @param jar the bytes of the jar */
    public InstallTool(@NonNull byte[] jar) {
        this.jar = jar.clone();
    }

    @Override
    public Void invoke(File directory, VirtualChannel channel) throws IOException {
        Path home = directory.toPath();
        Path bin = Files.createDirectories(home.resolve("bin"));
        put(home, JAR, jar, false);
        put(bin, COMMAND + ".cmd", BATCH_SCRIPT.getBytes(StandardCharsets.US_ASCII), true);
        // This file is written last: its presence says that all files of the command are there.
        put(bin, COMMAND, ShellScript.of(home.resolve(JAR)).getBytes(StandardCharsets.US_ASCII), true);
        return null;
    }

    private static void put(Path directory, String name, byte[] bytes, boolean executable) throws IOException {
        Path file = directory.resolve(name);
        Path temporary = Files.createTempFile(directory, "." + name, null);
        try {
            Files.write(temporary, bytes);
            if (AgentFiles.isPosix(file)) {
                Files.setPosixFilePermissions(
                        temporary, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
