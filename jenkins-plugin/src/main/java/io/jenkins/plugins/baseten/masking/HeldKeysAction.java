package io.jenkins.plugins.baseten.masking;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.InvisibleAction;
import hudson.model.Run;
import hudson.util.Secret;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.InvalidKeyException;
import io.github.basetenci.key.Masker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.RunAction2;

/**
 * The keys that a build has had in its hands, so that its log shows none of them until it ends, also
 * after the key was replaced and after the controller was restarted. Jenkins stores them encrypted,
 * as it stores every {@link Secret}.
 */
public final class HeldKeysAction extends InvisibleAction implements RunAction2 {
    private static final Logger LOGGER = Logger.getLogger(HeldKeysAction.class.getName());

    private final CopyOnWriteArrayList<HeldKey> keys = new CopyOnWriteArrayList<>();

    private transient Run<?, ?> run;

    @CheckForNull
    private transient volatile Masker masker;

    /** A key, and the credential that it came from. */
    private static final class HeldKey {
        private final String credentialsId;
        private final Secret key;

        HeldKey(String credentialsId, Secret key) {
            this.credentialsId = credentialsId;
            this.key = key;
        }
    }

    /** The action of a build, added to it if need be. */
    @NonNull
    public static HeldKeysAction of(@NonNull Run<?, ?> run) {
        synchronized (run) {
            HeldKeysAction action = run.getAction(HeldKeysAction.class);
            if (action == null) {
                action = new HeldKeysAction();
                run.addAction(action);
            }
            return action;
        }
    }

    /**
     * Masks a key in the build's log from here on. Returns after the key is on the disk of the
     * controller, encrypted.
     */
    public void hold(@NonNull String credentialsId, @NonNull Secret key) {
        synchronized (this) {
            if (keys.stream().anyMatch(held -> held.key.equals(key) && held.credentialsId.equals(credentialsId))) {
                return;
            }
            keys.add(new HeldKey(credentialsId, key));
            masker = null;
            if (run.isLogUpdated()) {
                LiveMaskers.put(run, this);
            }
        }
        try {
            run.save();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "cannot save which keys " + run + " holds; after a restart they may show", e);
        }
    }

    /** Masks all of the keys, each in all of its forms. */
    @NonNull
    public Masker masker() {
        Masker current = masker;
        if (current == null) {
            synchronized (this) {
                current = Masker.of(usable());
                masker = current;
            }
        }
        return current;
    }

    /** The keys themselves, for a masker on another machine. */
    @NonNull
    String[] reveal() {
        return usable().stream().map(ApiKey::reveal).toArray(String[]::new);
    }

    private List<ApiKey> usable() {
        List<ApiKey> usable = new ArrayList<>();
        for (HeldKey held : keys) {
            try {
                usable.add(ApiKey.of(held.key.getPlainText().trim()));
            } catch (InvalidKeyException e) {
                // Refused before a build gets it, so there is nothing to mask.
            }
        }
        return usable;
    }

    @Override
    public void onAttached(Run<?, ?> attachedTo) {
        run = attachedTo;
    }

    @Override
    public void onLoad(Run<?, ?> loaded) {
        run = loaded;
    }
}
