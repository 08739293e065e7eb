package io.jenkins.plugins.baseten.usage;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.XmlFile;
import hudson.init.Terminator;
import hudson.model.Item;
import hudson.model.PeriodicWork;
import hudson.model.Saveable;
import hudson.model.listeners.ItemListener;
import java.io.File;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/**
 * The time of the last use of each credential of our type, and the jobs that used it. No permission is checked:
 * the caller that shows the name of a job checks who may see it. The records are saved every minute and when
 * Jenkins stops, so that a use costs no access to a disk. A controller that is killed loses the records of the
 * last minute.
 */
@Extension
public final class UsageRecords implements Saveable {
    /**
     * The greatest number of credentials that are remembered: those that were used last. So deleted credentials
     * are forgotten in time.
     */
    private static final int CREDENTIALS = 10_000;

    private static final Logger LOGGER = Logger.getLogger(UsageRecords.class.getName());

    private final ArrayList<Usage> usages = new ArrayList<>();

    private transient boolean changed;

    public UsageRecords() {
        XmlFile file = file();
        try {
            if (file.exists()) {
                file.unmarshal(this);
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "cannot read when keys were last used; starting anew", e);
        }
    }

    @NonNull
    public static UsageRecords get() {
        return ExtensionList.lookupSingleton(UsageRecords.class);
    }

    /**
     * The time at which a credential was last given to a user of credentials, such as a step.
     *
     * @param folder the full name of the folder whose store has the credential, empty for the controller's store
     * @param credentialsId the id of the credential in that store
     */
    @NonNull
    public synchronized Optional<Instant> lastUsed(@NonNull String folder, @NonNull String credentialsId) {
        return find(folder, credentialsId).map(Usage::last);
    }

    /**
     * The time at which a key was last given to a user of credentials; empty if another key of the credential
     * was given later.
     *
     * @param prefix of the key
     */
    @NonNull
    public synchronized Optional<Instant> lastUsed(
            @NonNull String folder, @NonNull String credentialsId, @NonNull String prefix) {
        return find(folder, credentialsId).flatMap(usage -> usage.last(prefix));
    }

    /**
     * The time at which a key was first given to a user of credentials; empty if another key of the credential
     * was given later.
     *
     * @param prefix of the key
     */
    @NonNull
    public synchronized Optional<Instant> firstUsed(
            @NonNull String folder, @NonNull String credentialsId, @NonNull String prefix) {
        return find(folder, credentialsId).flatMap(usage -> usage.first(prefix));
    }

    /**
     * The full names of at most 50 jobs that used a credential. The job that used it last comes first. A job
     * that was renamed has its new name; a job that was deleted is left out.
     */
    @NonNull
    public synchronized List<String> jobs(@NonNull String folder, @NonNull String credentialsId) {
        return find(folder, credentialsId).map(Usage::jobs).orElse(List.of());
    }

    /**
     * Notes a use.
     *
     * @param prefix of the key that was used
     * @param job the full name of the job, empty if no job used the credential
     */
    synchronized void add(
            @NonNull String folder,
            @NonNull String credentialsId,
            @NonNull String prefix,
            @NonNull String job,
            @NonNull Instant time) {
        Usage usage = find(folder, credentialsId).orElseGet(() -> {
            Usage first = new Usage(folder, credentialsId);
            usages.add(first);
            return first;
        });
        usage.add(prefix, job, time);
        if (usages.size() > CREDENTIALS) {
            usages.stream().min(Comparator.comparing(Usage::last)).ifPresent(usages::remove);
        }
        changed = true;
    }

    private Optional<Usage> find(String folder, String credentialsId) {
        return usages.stream()
                .filter(usage -> usage.isOf(folder, credentialsId))
                .findFirst();
    }

    private synchronized void rename(String before, String after) {
        usages.forEach(usage -> usage.rename(before, after));
        changed = true;
    }

    private synchronized void forget(String item) {
        usages.removeIf(usage -> usage.forget(item));
        changed = true;
    }

    @Override
    public synchronized void save() throws IOException {
        file().write(this);
        changed = false;
    }

    private synchronized void saveIfChanged() {
        if (changed) {
            try {
                save();
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, "cannot save when keys were last used", e);
            }
        }
    }

    private static XmlFile file() {
        return new XmlFile(
                Jenkins.XSTREAM2,
                new File(Jenkins.get().getRootDir(), "io.jenkins.plugins.baseten.usage.UsageRecords.xml"));
    }

    /** Saves the records when Jenkins stops. */
    @Terminator
    public static void saveAtTheEnd() {
        get().saveIfChanged();
    }

    /** Saves many uses at once, every minute. */
    @Extension
    public static final class Saver extends PeriodicWork {
        @Override
        public long getRecurrencePeriod() {
            return MIN;
        }

        @Override
        protected void doRun() {
            get().saveIfChanged();
        }
    }

    /** Watches for jobs, and for folders with stores, that are renamed or deleted. */
    @Extension
    public static final class Watcher extends ItemListener {
        @Override
        public void onLocationChanged(Item item, String before, String after) {
            get().rename(before, after);
        }

        @Override
        public void onDeleted(Item item) {
            get().forget(item.getFullName());
        }
    }
}
