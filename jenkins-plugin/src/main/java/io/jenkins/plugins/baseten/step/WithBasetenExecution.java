package io.jenkins.plugins.baseten.step;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.EnvVars;
import hudson.Extension;
import hudson.FilePath;
import hudson.model.Computer;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.github.basetenci.auth.LoginPlan;
import io.github.basetenci.auth.PrivateLogin;
import io.jenkins.plugins.baseten.login.BasetenLogin;
import io.jenkins.plugins.baseten.login.LoginDirectory;
import io.jenkins.plugins.baseten.login.ResolvedLogin;
import io.jenkins.plugins.baseten.login.StoreChanges;
import io.jenkins.plugins.baseten.masking.MaskingFailureHandler;
import java.io.IOException;
import java.io.Serial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.steps.EnvironmentExpander;
import org.jenkinsci.plugins.workflow.steps.FailureHandler;
import org.jenkinsci.plugins.workflow.steps.GeneralNonBlockingStepExecution;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * A running block. What is stored of it names credentials and places and holds no key: the keys are
 * looked up when a command is about to start, so a command gets the key of that moment.
 */
final class WithBasetenExecution extends GeneralNonBlockingStepExecution {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final Logger LOGGER = Logger.getLogger(WithBasetenExecution.class.getName());

    /** How long a command may have to wait for the files with a new key. */
    private static final Duration FILES_WAIT = Duration.ofSeconds(5);

    /** A store outside of Jenkins is asked again after this time. */
    private static final Duration LOOKUP_AGE = Duration.ofMinutes(1);

    private final ArrayList<BasetenLogin> logins;
    private final boolean files;

    @CheckForNull
    private LoginDirectory directory;

    @CheckForNull
    private transient WithBasetenStep step;

    @CheckForNull
    private transient Keys keys;

    /** What the files hold; null for not known, as after a restart. */
    @CheckForNull
    private transient Keys filed;

    @CheckForNull
    private transient Future<?> push;

    /** What the last lookup gave. */
    private record Keys(List<ResolvedLogin> logins, PrivateLogin login, long change, long nanos) {
        boolean isFresh() {
            return change == StoreChanges.count() && System.nanoTime() - nanos < LOOKUP_AGE.toNanos();
        }

        boolean sameAs(@CheckForNull Keys other) {
            return other != null && plans(logins).equals(plans(other.logins));
        }
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
        StepContext context = getContext();
        Run<?, ?> run = context.get(Run.class);
        TaskListener listener = context.get(TaskListener.class);
        WithBasetenStep wanted = step;
        Need need = wanted.need();
        long change = StoreChanges.count();
        List<ResolvedLogin> resolved = ResolvedLogin.all(logins, run);
        for (ResolvedLogin login : resolved) {
            CredentialsProvider.track(run, login.credential());
            listener.getLogger().println(login.describe());
            if (need != null) {
                need.check(login.plan(), login.credential().getId());
            }
        }
        FilePath workspace = context.get(FilePath.class);
        boolean withFiles = files && workspace != null;
        if (!withFiles && resolved.size() > 1) {
            throw new AbortException(Messages.several_need_files());
        }
        if (wanted.isTool() && workspace == null) {
            throw new AbortException(Messages.tool_needs_node());
        }
        try {
            if (withFiles || wanted.isTool()) {
                directory = LoginDirectory.create(
                        run,
                        workspace,
                        withFiles ? resolved : List.of(),
                        wanted.isAllowUnknownRemote(),
                        wanted.isTool());
            }
            if (withFiles && !wanted.isAllowUnknownRemote()) {
                resolved.stream().filter(login -> !login.plan().url().isKnown()).forEach(login -> listener.getLogger()
                        .println(Messages.unknown_remote(
                                login.plan().remote(), login.plan().url().toString())));
            }
            synchronized (this) {
                keys = keys(resolved, change);
                filed = keys;
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            context.newBodyInvoker()
                    .withContexts(
                            EnvironmentExpander.merge(context.get(EnvironmentExpander.class), new Environment()),
                            FailureHandler.merge(context.get(FailureHandler.class), new MaskingFailureHandler()))
                    .withCallback(new Leave())
                    .start();
        } catch (Exception e) {
            leave(listener);
            throw e;
        }
    }

    private Keys keys(List<ResolvedLogin> resolved, long change) throws AbortException {
        List<LoginPlan> plans = plans(resolved);
        PrivateLogin login =
                files && directory != null ? directory.login(plans) : PrivateLogin.inVariables(plans.get(0));
        return new Keys(resolved, login, change, System.nanoTime());
    }

    private static List<LoginPlan> plans(List<ResolvedLogin> logins) {
        return logins.stream().map(ResolvedLogin::plan).toList();
    }

    /**
     * The variables of this moment. Looks the keys up again after a change of a store, and has the
     * files rewritten after a change of a key.
     */
    private PrivateLogin current() throws IOException, InterruptedException {
        Run<?, ?> run = getContext().get(Run.class);
        Future<?> pending;
        PrivateLogin login;
        synchronized (this) {
            Keys before = keys;
            if (before == null || !before.isFresh()) {
                keys = lookup(run, before);
            }
            login = keys.login();
            pending = files && directory != null && !keys.sameAs(filed) ? pushFiles() : null;
        }
        if (pending != null) {
            await(pending);
        }
        return login;
    }

    private Keys lookup(Run<?, ?> run, @CheckForNull Keys before) throws AbortException {
        long change = StoreChanges.count();
        try {
            return keys(ResolvedLogin.all(logins, run), change);
        } catch (AbortException e) {
            if (before == null) {
                throw e;
            }
            // Who deletes a credential does not mean to stop the builds that have its key already.
            LOGGER.log(Level.FINE, "the block goes on with the keys it has", e);
            return new Keys(before.logins(), before.login(), change, System.nanoTime());
        }
    }

    private Future<?> pushFiles() {
        if (push == null || push.isDone()) {
            LoginDirectory place = directory;
            Keys wanted = keys;
            push = Computer.threadPoolForRemoting.submit(() -> {
                place.replace(wanted.logins());
                synchronized (this) {
                    filed = wanted;
                }
                return null;
            });
        }
        return push;
    }

    private static void await(Future<?> push) throws InterruptedException {
        try {
            push.get(FILES_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // The next command tries again; the variables have the new key already.
            LOGGER.log(Level.FINE, "the files of a login are not yet rewritten", e);
        }
    }

    private void leave(TaskListener listener) {
        LoginDirectory place = directory;
        if (place == null) {
            return;
        }
        directory = null;
        boolean interrupted = Thread.interrupted();
        try {
            place.delete();
        } catch (IOException | RuntimeException e) {
            listener.getLogger().println(Messages.not_deleted(place.path(), e.getMessage()));
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @NonNull
    @Override
    public String getStatus() {
        return directory == null ? super.getStatus() : Messages.status(directory.path());
    }

    /** Gives the commands of the block the keys of the moment at which they start. */
    private final class Environment extends EnvironmentExpander {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public void expand(@NonNull EnvVars env) throws IOException, InterruptedException {
            PrivateLogin login = current();
            for (String name : login.unset()) {
                // Present and empty: only so an agent's own variable of that name is removed.
                env.put(name, "");
            }
            for (Map.Entry<String, String> variable : login.set().entrySet()) {
                env.put(variable.getKey(), variable.getValue());
            }
            LoginDirectory place = directory;
            if (place != null) {
                place.toolVariables().forEach(env::override);
            }
        }

        @NonNull
        @Override
        public Set<String> getSensitiveVariables() {
            return PrivateLogin.KEY_VARIABLES;
        }
    }

    /** Removes the directory when the body is over, and fails nothing. */
    private final class Leave extends TailCall {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        protected void finished(StepContext context) throws Exception {
            leave(context.get(TaskListener.class));
        }
    }

    /** Has running blocks rewrite their files as soon as a store has changed. */
    @Extension
    public static final class Refresher implements StoreChanges.Listener {
        @Override
        public void storeChanged() {
            StepExecution.acceptAll(
                    WithBasetenExecution.class, block -> Computer.threadPoolForRemoting.submit(block::refresh));
        }
    }

    private void refresh() {
        try {
            current();
        } catch (IOException | InterruptedException | RuntimeException e) {
            LOGGER.log(Level.FINE, "a running block could not look its keys up again; its next command does", e);
        }
    }
}
