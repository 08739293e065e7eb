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
 * When each credential of our type was last used, and by which jobs. Nobody's permissions are asked:
 * whoever shows the name of a job decides who may see it. Saved every minute and when Jenkins stops, so
 * that a use costs no access to a disk; a controller that is killed forgets the last minute.
 */
@Extension
public final class UsageRecords implements Saveable {
    /** At most so many credentials are remembered: those that were used last, so deleted ones drop out. */
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
     * When a credential was last given to anything.
     *
     * @param folder the full name of the folder whose store has it, empty for the controller's store
     * @param credentialsId its id there
     */
    @NonNull
    public synchronized Optional<Instant> lastUsed(@NonNull String folder, @NonNull String credentialsId) {
        return find(folder, credentialsId).map(Usage::last);
    }

    /**
     * When a key was last given to anything, empty if another key of its credential was given after it.
     *
     * @param prefix of the key
     */
    @NonNull
    public synchronized Optional<Instant> lastUsed(
            @NonNull String folder, @NonNull String credentialsId, @NonNull String prefix) {
        return find(folder, credentialsId).flatMap(usage -> usage.last(prefix));
    }

    /**
     * When a key was first given to anything, empty if another key of its credential was given after it.
     *
     * @param prefix of the key
     */
    @NonNull
    public synchronized Optional<Instant> firstUsed(
            @NonNull String folder, @NonNull String credentialsId, @NonNull String prefix) {
        return find(folder, credentialsId).flatMap(usage -> usage.first(prefix));
    }

    /**
     * The full names of the jobs that used a credential, the last to use it first, 50 at most. A job
     * that was renamed has its new name, one that was deleted is left out.
     */
    @NonNull
    public synchronized List<String> jobs(@NonNull String folder, @NonNull String credentialsId) {
        return find(folder, credentialsId).map(Usage::jobs).orElse(List.of());
    }

    /**
     * Notes a use.
     *
     * @param prefix of the key that was used
     * @param job the full name of the job, empty if it was none
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

    /** When Jenkins stops. */
    @Terminator
    public static void saveAtTheEnd() {
        get().saveIfChanged();
    }

    /** Many uses at once. */
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

    /** Jobs, and folders with stores, that get another name or are deleted. */
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
