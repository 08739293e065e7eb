package io.jenkins.plugins.baseten.login;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Node;
import io.jenkins.plugins.baseten.agent.InstallTool;
import io.jenkins.plugins.baseten.agent.ToolCheck;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.io.Serializable;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * The command {@code baseten-ci} on a node. Each version of the command has a directory below the root
 * directory of the node.
 */
public final class AgentTool implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final String RESOURCE = "/io/jenkins/plugins/baseten/tool/baseten-ci.jar";

    private final String directory;
    private final String java;
    private final String separator;

    private AgentTool(String directory, String java, String separator) {
        this.directory = directory;
        this.java = java;
        this.separator = separator;
    }

    /** The command on a node, whether it is installed already or not. */
    @NonNull
    static AgentTool on(@NonNull Node node) throws IOException {
        FilePath root = node.getRootPath();
        if (root == null) {
            throw new AbortException(Messages.no_tool(node.getDisplayName()));
        }
        return new AgentTool(
                root.child("tools").child("baseten").child(Jar.SHA256).getRemote(), "", "");
    }

    @NonNull
    ToolCheck check() {
        return new ToolCheck(directory, Jar.SHA256);
    }

    @NonNull
    AgentTool startedBy(@NonNull String javaCommand, @NonNull String fileSeparator) {
        return new AgentTool(directory, javaCommand, fileSeparator);
    }

    void install(@NonNull Node node) throws IOException, InterruptedException {
        FilePath root = node.getRootPath();
        if (root == null) {
            throw new AbortException(Messages.no_tool(node.getDisplayName()));
        }
        new FilePath(root.getChannel(), directory).act(new InstallTool(Jar.read()));
    }

    @NonNull
    Map<String, String> variables() {
        return Map.of(
                "PATH+BASETEN_CI",
                directory + separator + "bin",
                InstallTool.JAVA_VARIABLE,
                java,
                InstallTool.JAR_VARIABLE,
                directory + separator + InstallTool.JAR);
    }

    /** The jar of the command. It is read when the first block needs the command; its hash stays in memory. */
    private static final class Jar {
        static final String SHA256 = sha256();

        private static String sha256() {
            try {
                return HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(read()));
            } catch (IOException | NoSuchAlgorithmException e) {
                throw new IllegalStateException("this plugin was built without the command baseten-ci", e);
            }
        }

        static byte[] read() throws IOException {
            try (InputStream in = AgentTool.class.getResourceAsStream(RESOURCE)) {
                if (in == null) {
                    throw new IOException(RESOURCE + " is missing");
                }
                return in.readAllBytes();
            }
        }
    }
}
