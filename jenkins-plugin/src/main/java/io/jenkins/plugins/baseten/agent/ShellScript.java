package io.jenkins.plugins.baseten.agent;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The shell script that starts the command. The text comes from the jar, which every other way to start the
 * command uses too; it starts the JVM without side effects on the job. Only the paths are particular to
 * Jenkins: they come from variables, so that no name of a directory can be read as a command.
 */
final class ShellScript {
    /** The path of the text in the jar. */
    static final String TEXT = "io/github/basetenci/cli/launch.sh";

    private static final String START = """

            java=$BASETEN_CI_JAVA
            if [ ! -x "$java" ]; then
              java=$(command -v java) || {
                echo "baseten-ci: there is no Java here; in a container, use an image with Java 17 or later" >&2
                exit 127
              }
            fi
            jar=$BASETEN_CI_JAR
            if [ ! -r "$jar" ]; then
              echo "baseten-ci: $jar cannot be read here; a container must mount that directory" >&2
              exit 127
            fi
            launch "$@"
            """;

    private ShellScript() {}

    /**
     * Reads the script out of a jar.
     *
     * @throws IOException also if the jar holds no such text
     */
    @NonNull
    static String of(@NonNull Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            ZipEntry entry = zip.getEntry(TEXT);
            if (entry == null) {
                throw new IOException(jar + " holds no " + TEXT);
            }
            try (InputStream in = zip.getInputStream(entry)) {
                return "#!/bin/sh\n" + new String(in.readAllBytes(), StandardCharsets.US_ASCII) + START;
            }
        }
    }
}
