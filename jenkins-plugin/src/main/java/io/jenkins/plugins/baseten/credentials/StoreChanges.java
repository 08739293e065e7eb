package io.jenkins.plugins.baseten.credentials;

import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionPoint;
import hudson.XmlFile;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.Saveable;
import hudson.model.User;
import hudson.model.listeners.SaveableListener;
import java.util.concurrent.atomic.AtomicLong;
import jenkins.util.Listeners;

/**
 * Counts the changes of the credential stores. Code that holds a key compares two counts to learn whether the
 * key may have been replaced. A store outside of Jenkins announces no changes.
 */
public final class StoreChanges {
    private static final AtomicLong COUNT = new AtomicLong();

    private StoreChanges() {}

    /** The number of changes so far; it grows with every change. */
    public static long count() {
        return COUNT.get();
    }

    /** Is told after a store has changed. */
    public interface Listener extends ExtensionPoint {
        /** Must return at once, because the thread that changes the store makes this call. */
        void storeChanged();
    }

    /** Watches the stores of the controller, of folders and of users. */
    @Extension
    public static final class Watcher extends SaveableListener {
        @Override
        public void onChange(@NonNull Saveable saved, XmlFile file) {
            boolean store = saved instanceof SystemCredentialsProvider
                    || saved instanceof User
                    || saved instanceof Item && saved instanceof ItemGroup;
            if (store) {
                COUNT.incrementAndGet();
                Listeners.notify(Listener.class, true, Listener::storeChanged);
            }
        }
    }
}
