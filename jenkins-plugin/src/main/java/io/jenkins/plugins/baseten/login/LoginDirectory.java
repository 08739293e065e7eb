package io.jenkins.plugins.baseten.login;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Computer;
import hudson.model.Node;
import hudson.model.Run;
import hudson.slaves.WorkspaceList;
import io.github.basetenci.auth.LoginPlan;
import io.github.basetenci.auth.PrivateLogin;
import io.github.basetenci.store.StoreException;
import io.jenkins.plugins.baseten.agent.CreateDirectory;
import io.jenkins.plugins.baseten.agent.DeleteDirectory;
import io.jenkins.plugins.baseten.agent.ReplaceFiles;
import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.FilePathUtils;

/** Where the files of a login are: a node, and a directory beside the workspace. Holds no key. */
public final class LoginDirectory implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String node;
    private final String path;
    private final String separator;
    private final boolean unknownRemotes;

    @CheckForNull
    private final AgentTool tool;

    private LoginDirectory(
            String node, String path, String separator, boolean unknownRemotes, @CheckForNull AgentTool tool) {
        this.node = node;
        this.path = path;
        this.separator = separator;
        this.unknownRemotes = unknownRemotes;
        this.tool = tool;
    }

    /**
     * Makes the directory with its files, in one call to the agent, and sweeps what dead builds left
     * on the node. The command is copied by a second call, where it is wanted and missing.
     *
     * @param name of the directory, never used before
     * @param logins whose files it gets; none for a directory without files
     * @param unknownRemotes whether the trussrc gets remotes that truss does not know
     * @param withTool whether the command is wanted
     */
    @NonNull
    public static LoginDirectory create(
            @NonNull String name,
            @NonNull Run<?, ?> run,
            @NonNull FilePath workspace,
            @NonNull List<ResolvedLogin> logins,
            boolean unknownRemotes,
            boolean withTool)
            throws IOException, InterruptedException {
        FilePath parent = WorkspaceList.tempDir(workspace);
        Computer computer = workspace.toComputer();
        Node node = computer == null ? null : computer.getNode();
        if (parent == null || node == null) {
            throw new AbortException(Messages.no_directory(workspace.getRemote()));
        }
        FilePath directory = parent.child(name);
        AgentTool tool = withTool ? AgentTool.on(node) : null;
        Leftovers leftovers = Leftovers.get();
        leftovers.forgetLostNodes();
        List<String> stale = leftovers.on(computer.getName());
        leftovers.expect(computer.getName(), directory.getRemote(), run);
        try {
            CreateDirectory.Created created = parent.act(new CreateDirectory(
                    name, files(logins, unknownRemotes), stale, tool == null ? null : tool.check()));
            leftovers.forget(computer.getName(), created.swept());
            if (created.refusal() != null) {
                throw new AbortException(
                        Messages.not_made(parent.getRemote(), computer.getDisplayName(), created.refusal()));
            }
            if (tool != null) {
                tool = tool.startedBy(created.java(), created.separator());
                if (created.toolMissing()) {
                    tool.install(node);
                }
            }
            return new LoginDirectory(
                    computer.getName(), directory.getRemote(), created.separator(), unknownRemotes, tool);
        } catch (IOException | InterruptedException | RuntimeException e) {
            abandon(computer, directory, e);
            throw e;
        }
    }

    /** Removes now what can be removed now; the next login on this node looks again. */
    private static void abandon(Computer computer, FilePath directory, Exception failure) {
        Leftovers leftovers = Leftovers.get();
        leftovers.orphan(computer.getName(), directory.getRemote());
        try {
            directory.act(new DeleteDirectory());
            leftovers.forget(computer.getName(), List.of(directory.getRemote()));
        } catch (IOException | RuntimeException e) {
            failure.addSuppressed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The variables that make both tools use the files. */
    @NonNull
    public PrivateLogin login(@NonNull List<LoginPlan> plans) throws AbortException {
        try {
            return PrivateLogin.inDirectory(plans, path, separator, unknownRemotes);
        } catch (StoreException e) {
            throw new AbortException(e.getMessage());
        }
    }

    /** The variables that put the command on the path; none without it. */
    @NonNull
    public Map<String, String> toolVariables() {
        return tool == null ? Map.of() : tool.variables();
    }

    /** Puts the keys of other logins into the files; commands that start afterwards read them. */
    public void replace(@NonNull List<ResolvedLogin> logins) throws IOException, InterruptedException {
        FilePath directory = find();
        if (directory == null) {
            throw new IOException("the agent '" + node + "' is not connected");
        }
        directory.act(new ReplaceFiles(files(logins, unknownRemotes)));
    }

    /** Removes the directory, or leaves that to the next login on this node. */
    public void delete() throws IOException, InterruptedException {
        if (!node.isEmpty() && Jenkins.get().getNode(node) == null) {
            // Taken from the controller for good, as agents of a cloud are, and its disk with it.
            Leftovers.get().forget(node, List.of(path));
            return;
        }
        FilePath directory = find();
        boolean deleted = false;
        try {
            if (directory == null) {
                throw new IOException("the agent '" + node + "' is not connected");
            }
            directory.act(new DeleteDirectory());
            deleted = true;
        } finally {
            if (deleted) {
                Leftovers.get().forget(node, List.of(path));
            } else {
                Leftovers.get().orphan(node, path);
            }
        }
    }

    /** The path on the agent, for messages. */
    @NonNull
    public String path() {
        return path;
    }

    @CheckForNull
    private FilePath find() {
        return FilePathUtils.find(node, path);
    }

    private static Map<String, byte[]> files(List<ResolvedLogin> logins, boolean unknownRemotes) throws AbortException {
        if (logins.isEmpty()) {
            return Map.of();
        }
        try {
            return PrivateLogin.inDirectory(
                            logins.stream().map(ResolvedLogin::plan).toList(), "", "", unknownRemotes)
                    .files();
        } catch (StoreException e) {
            throw new AbortException(e.getMessage());
        }
    }
}
