package io.jenkins.plugins.baseten.login;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Computer;
import hudson.model.Node;
import hudson.model.Run;
import hudson.slaves.AbstractCloudSlave;
import hudson.slaves.EphemeralNode;
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
import java.util.Optional;
import org.jenkinsci.plugins.workflow.FilePathUtils;

/** The location of the files of a login: a node, and a directory beside the workspace. It contains no key. */
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
     * Makes the directory with its files, and removes the directories that ended builds left on the node, all
     * in one call to the agent. If the command is wanted and missing, a second call copies it.
     *
     * @param name of the directory, never used before
     * @param logins the logins for the files; empty for a directory without files
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
        leftovers.forgetTemporary();
        List<String> stale = leftovers.on(computer.getName());
        List<String> lost = leftovers.lostPaths();
        leftovers.expect(computer.getName(), directory.getRemote(), run, isTemporary(node));
        try {
            CreateDirectory.Created created = parent.act(new CreateDirectory(
                    name, files(logins, unknownRemotes), stale, lost, tool == null ? null : tool.check()));
            leftovers.forget(created.swept());
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

    /**
     * Whether the machine of a node is deleted together with its agent. A cloud deletes the machines of its
     * agents; other machines continue to exist.
     */
    private static boolean isTemporary(Node node) {
        return node instanceof AbstractCloudSlave || node instanceof EphemeralNode;
    }

    /** Removes a directory as far as possible; the next login on this node removes the rest. */
    private static void abandon(Computer computer, FilePath directory, Exception failure) {
        Leftovers leftovers = Leftovers.get();
        leftovers.leave(directory.getRemote());
        try {
            directory.act(new DeleteDirectory());
            leftovers.forget(List.of(directory.getRemote()));
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

    /** The variables that put the command on the path; empty if the command is not wanted. */
    @NonNull
    public Map<String, String> toolVariables() {
        return tool == null ? Map.of() : tool.variables();
    }

    /**
     * Refuses a token that is too short for the trussrc in this directory.
     *
     * @throws AbortException with one sentence that names the credential
     */
    public void checkForTruss(@NonNull ResolvedLogin login) throws AbortException {
        login.checkForTruss(unknownRemotes);
    }

    /** Rewrites the files with the keys of other logins, for commands that start afterwards. */
    public void replace(@NonNull List<ResolvedLogin> logins) throws IOException, InterruptedException {
        FilePath directory = find();
        if (directory == null) {
            throw new IOException(Messages.not_connected(node));
        }
        directory.act(new ReplaceFiles(files(logins, unknownRemotes)));
    }

    /**
     * Removes the directory now, or notes it for a later removal.
     *
     * @return a line for the log of the build if the directory still exists
     */
    @NonNull
    public Optional<String> delete() throws InterruptedException {
        boolean deleted = false;
        try {
            Optional<String> problem = deleteNow();
            deleted = problem.isEmpty();
            return problem;
        } finally {
            if (deleted) {
                Leftovers.get().forget(List.of(path));
            } else {
                Leftovers.get().leave(path);
            }
        }
    }

    /**
     * Notes the directory for a later removal, because its files are still being written.
     *
     * @return a line for the log of the build
     */
    @NonNull
    public String leave() {
        Leftovers leftovers = Leftovers.get();
        leftovers.leave(path);
        return leftovers.line(path, Messages.still_written());
    }

    private Optional<String> deleteNow() throws InterruptedException {
        Leftovers leftovers = Leftovers.get();
        // An agent with the name of an agent that was taken from Jenkins may be another machine.
        FilePath directory = leftovers.isLost(path) ? null : find();
        String problem = Messages.not_connected(node);
        if (directory != null) {
            try {
                directory.act(new DeleteDirectory());
                return Optional.empty();
            } catch (IOException | RuntimeException e) {
                problem = e.getMessage();
            }
        }
        return Optional.of(leftovers.line(path, problem));
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
