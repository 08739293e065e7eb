package io.jenkins.plugins.baseten.step;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.model.Computer;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.github.basetenci.auth.PrivateLogin;
import io.jenkins.plugins.baseten.agent.DirectoryName;
import io.jenkins.plugins.baseten.credentials.StoreChanges;
import io.jenkins.plugins.baseten.identity.IdentityRefusedException;
import io.jenkins.plugins.baseten.leases.HeldKeysAction;
import io.jenkins.plugins.baseten.leases.KeyScope;
import io.jenkins.plugins.baseten.login.BasetenLogin;
import io.jenkins.plugins.baseten.login.Leftovers;
import io.jenkins.plugins.baseten.login.LoginDirectory;
import io.jenkins.plugins.baseten.login.ResolvedLogin;
import io.jenkins.plugins.baseten.masking.MaskingFailureHandler;
import java.io.IOException;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.EnvironmentExpander;
import org.jenkinsci.plugins.workflow.steps.FailureHandler;
import org.jenkinsci.plugins.workflow.steps.GeneralNonBlockingStepExecution;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.SynchronousResumeNotSupportedException;

/**
 * A running block. The stored state of the block names credentials and directories and contains no key. The
 * keys are looked up before each command starts, so a command gets the current key.
 */
final class WithBasetenExecution extends GeneralNonBlockingStepExecution {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final Logger LOGGER = Logger.getLogger(WithBasetenExecution.class.getName());

    private final ArrayList<BasetenLogin> logins;
    private final boolean files;

    /** The name of the directory of this block. No other block of any build has this name. */
    private final String directoryName = DirectoryName.next();

    private volatile Phase phase = Phase.ENTERING;

    @CheckForNull
    private LoginDirectory directory;

    @CheckForNull
    private transient WithBasetenStep step;

    @CheckForNull
    private transient volatile CurrentLogin login;

    @CheckForNull
    private transient volatile TaskListener listener;

    private transient volatile boolean stopped;

    /** The phase of the block. After a restart only a block in the phase INSIDE goes on. */
    private enum Phase {
        ENTERING,
        INSIDE,
        LEAVING
    }

    WithBasetenExecution(WithBasetenStep step, StepContext context) {
        super(context);
        this.step = step;
        logins = new ArrayList<>(step.logins());
        files = step.isFiles();
    }

    @Override
    public boolean start() {
        run(this::enter);
        return false;
    }

    private void enter() throws Exception {
        TaskListener log = getContext().get(TaskListener.class);
        listener = log;
        try {
            enter(log);
        } catch (IdentityRefusedException e) {
            e.explain(log);
            leave(log);
            throw e;
        } catch (Exception e) {
            leave(log);
            throw e;
        }
    }

    private void enter(TaskListener log) throws Exception {
        StepContext context = getContext();
        Run<?, ?> run = context.get(Run.class);
        // The field is null only after a restart, and then the block is not entered again.
        WithBasetenStep wanted = Objects.requireNonNull(step);
        RequiredKeyType required = wanted.requiredKeyType();
        long change = StoreChanges.count();
        List<ResolvedLogin> resolved = resolve(run);
        for (ResolvedLogin one : resolved) {
            one.announce(log);
            if (required != null) {
                required.check(one, log);
            }
        }
        FilePath workspace = workspace(context);
        boolean withFiles = files && workspace != null;
        if (!withFiles && resolved.size() > 1) {
            throw new AbortException(Messages.several_need_files());
        }
        if (wanted.isTool() && workspace == null) {
            throw new AbortException(Messages.tool_needs_node());
        }
        if (withFiles) {
            for (ResolvedLogin one : resolved) {
                one.checkForTruss(wanted.isAllowUnknownRemote());
            }
        }
        if (withFiles || wanted.isTool()) {
            directory = LoginDirectory.create(
                    directoryName,
                    run,
                    workspace,
                    withFiles ? resolved : List.of(),
                    wanted.isAllowUnknownRemote(),
                    wanted.isTool());
        }
        if (withFiles && !wanted.isAllowUnknownRemote()) {
            warnOfUnknownRemotes(resolved, log);
        }
        CurrentLogin begun = new CurrentLogin(logins, directoryName, files ? directory : null, this::agent, this::tell);
        begun.begin(resolved, change);
        login = begun;
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        context.newBodyInvoker()
                .withContexts(
                        EnvironmentExpander.merge(context.get(EnvironmentExpander.class), new Environment(this)),
                        FailureHandler.merge(context.get(FailureHandler.class), new MaskingFailureHandler()))
                .withCallback(new Body())
                .start();
        if (stopped && phase == Phase.ENTERING) {
            throw new InterruptedException();
        }
    }

    /** Looks up the logins. Each key is noted as in use by this block before the block gets the key. */
    private List<ResolvedLogin> resolve(Run<?, ?> run) throws AbortException, InterruptedException {
        try (KeyScope scope = KeyScope.block(directoryName)) {
            List<ResolvedLogin> resolved = ResolvedLogin.all(logins, run, this::agent);
            resolved.forEach(one -> CredentialsProvider.track(run, one.credential()));
            return resolved;
        }
    }

    /**
     * The workspace, even if the current directory is a directory inside it: a directory beside the current one
     * could be part of a checkout.
     */
    @CheckForNull
    private static FilePath workspace(StepContext context) throws IOException, InterruptedException {
        FilePath current = context.get(FilePath.class);
        EnvVars variables = current == null ? null : context.get(EnvVars.class);
        String root = variables == null ? null : variables.get("WORKSPACE");
        for (FilePath each = current; each != null && root != null; each = each.getParent()) {
            if (each.getRemote().equals(root)) {
                return each;
            }
        }
        return current;
    }

    private static void warnOfUnknownRemotes(List<ResolvedLogin> resolved, TaskListener log) {
        for (ResolvedLogin one : resolved) {
            if (!one.plan().url().isKnown()) {
                log.getLogger()
                        .println(Messages.unknown_remote(
                                one.plan().remote(), one.plan().url().toString()));
            }
        }
    }

    /** A directory on the agent of the block, or null outside of a node. */
    @CheckForNull
    private FilePath agent() throws IOException, InterruptedException {
        return getContext().get(FilePath.class);
    }

    /** Prints a line into the log of the build. */
    private void tell(String line) {
        try {
            TaskListener log = getContext().get(TaskListener.class);
            if (log != null) {
                log.getLogger().println(line);
            }
        } catch (IOException e) {
            LOGGER.log(Level.FINE, "a build that cannot be told has ended", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The login of the block; after a restart, a new object. */
    private synchronized CurrentLogin login() {
        if (login == null) {
            login = new CurrentLogin(logins, directoryName, files ? directory : null, this::agent, this::tell);
        }
        return login;
    }

    private void leave(TaskListener log) {
        LoginDirectory left;
        CurrentLogin last;
        synchronized (this) {
            left = directory;
            last = login();
            directory = null;
        }
        // Whoever aborts the build meanwhile ends the waiting, and everything else is done all the same.
        boolean interrupted = Thread.interrupted();
        boolean written = false;
        try {
            written = last.close();
        } catch (InterruptedException e) {
            interrupted = true;
        }
        try {
            release();
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (left != null) {
            try {
                delete(left, last, written, log);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Deletes the directory, or notes it and has it deleted when its files are written. */
    private static void delete(LoginDirectory left, CurrentLogin last, boolean written, TaskListener log)
            throws InterruptedException {
        if (written) {
            left.delete().ifPresent(log.getLogger()::println);
            return;
        }
        // The note comes first, so that it tells of no directory that is gone.
        log.getLogger().println(left.leave());
        last.afterWriting(() -> deleteLate(left));
    }

    /** Deletes a directory whose files were still being written when the block ended. */
    private static void deleteLate(LoginDirectory left) {
        try {
            left.delete();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Releases the keys of the block. No command of the block runs any more, so a rotation may revoke them. */
    private void release() throws InterruptedException {
        try {
            HeldKeysAction.release(getContext().get(Run.class), directoryName);
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.FINE, "the build holds the keys of a block until it ends", e);
        }
    }

    @Override
    public void stop(@NonNull Throwable cause) throws Exception {
        stopped = true;
        boolean entering = phase == Phase.ENTERING;
        super.stop(cause);
        TaskListener log = listener;
        if (entering && log != null) {
            // The body has not started and will not start.
            Computer.threadPoolForRemoting.submit(() -> leave(log));
        }
    }

    /**
     * A body goes on by itself after a restart. The beginning and the end of a block cannot be resumed after a
     * restart, so the block fails.
     */
    @Override
    public void onResume() {
        if (phase == Phase.INSIDE) {
            TokenRenewal.blockResumed();
        } else {
            Leftovers.get().leave(directoryName);
            try {
                release();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            getContext().onFailure(new SynchronousResumeNotSupportedException(getContext()));
        }
    }

    @Override
    public boolean blocksRestart() {
        return phase != Phase.INSIDE;
    }

    @NonNull
    @Override
    public String getStatus() {
        LoginDirectory known = directory;
        return known == null ? super.getStatus() : Messages.status(known.path());
    }

    /** Updates the files now, and not only when the next command starts. */
    void refresh() {
        if (phase != Phase.INSIDE) {
            return;
        }
        try {
            login().refresh(getContext().get(Run.class));
        } catch (IOException | InterruptedException | RuntimeException e) {
            LOGGER.log(Level.FINE, "a running block could not look its keys up again; its next command does", e);
        }
    }

    /** Renews the tokens that are due, for commands that are running and read the files again. */
    void renewTokens() {
        if (phase == Phase.INSIDE && login().mayHaveTokens()) {
            refresh();
        }
    }

    private PrivateLogin current() throws IOException, InterruptedException {
        StepContext context = getContext();
        try {
            return login().get(context.get(Run.class));
        } catch (IdentityRefusedException e) {
            TaskListener log = context.get(TaskListener.class);
            if (log != null) {
                e.explain(log);
            }
            throw e;
        }
    }

    /** Gives each command of the block the keys that are current when the command starts. */
    private static final class Environment extends EnvironmentExpander {
        @Serial
        private static final long serialVersionUID = 1L;

        private final WithBasetenExecution block;

        Environment(WithBasetenExecution block) {
            this.block = block;
        }

        @Override
        public void expand(@NonNull EnvVars env) throws IOException, InterruptedException {
            PrivateLogin login = block.current();
            for (String name : login.unset()) {
                // Only an empty value removes a variable of this name that the agent itself has.
                env.put(name, "");
            }
            for (Map.Entry<String, String> variable : login.set().entrySet()) {
                env.put(variable.getKey(), variable.getValue());
            }
            LoginDirectory entered = block.directory;
            if (entered != null) {
                entered.toolVariables().forEach(env::override);
            }
        }

        @NonNull
        @Override
        public Set<String> getSensitiveVariables() {
            return PrivateLogin.KEY_VARIABLES;
        }
    }

    /** Removes the directory after the body has ended. A failure to remove it does not fail the build. */
    private final class Body extends BodyExecutionCallback {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public void onStart(StepContext context) {
            phase = Phase.INSIDE;
        }

        @Override
        public void onSuccess(StepContext context, Object result) {
            end(context, () -> context.onSuccess(result));
        }

        @Override
        public void onFailure(StepContext context, Throwable failure) {
            end(context, () -> context.onFailure(failure));
        }

        private void end(StepContext context, Runnable report) {
            phase = Phase.LEAVING;
            run(() -> {
                leave(listener(context));
                report.run();
            });
        }

        private static TaskListener listener(StepContext context) throws InterruptedException {
            try {
                return context.get(TaskListener.class);
            } catch (IOException e) {
                return TaskListener.NULL;
            }
        }
    }
}
