package io.jenkins.plugins.baseten.leases;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.init.InitMilestone;
import hudson.init.Initializer;
import hudson.model.InvisibleAction;
import hudson.model.Run;
import hudson.util.Secret;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.InvalidKeyException;
import io.github.basetenci.key.Masker;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import jenkins.model.RunAction2;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * The keys that a build has had in its hands, so that its log shows none of them until it ends, also
 * after the key was replaced and after the controller was restarted; and who in the build uses each
 * of them now, so that none is revoked under it. Jenkins stores the keys encrypted, as it stores every
 * {@link Secret}.
 */
public final class HeldKeysAction extends InvisibleAction implements RunAction2 {
    private static final Logger LOGGER = Logger.getLogger(HeldKeysAction.class.getName());

    private final CopyOnWriteArrayList<HeldKey> keys = new CopyOnWriteArrayList<>();

    private transient Run<?, ?> run;

    @CheckForNull
    private transient volatile Masker masker;

    /** A key, the credential that it came from, and who in the build uses it. Never changes. */
    private static final class HeldKey {
        private final String credentialsId;
        private final Secret key;

        /** Blocks, and {@link KeyScope#BUILD}; null where an earlier version stored it, that is, unknown. */
        @CheckForNull
        private final String[] users;

        /** When the first of the users got it, in milliseconds since 1970; 0 where an earlier version stored it. */
        private final long since;

        HeldKey(@NonNull String credentialsId, @NonNull Secret key, @NonNull String user) {
            this(credentialsId, key, new String[] {user}, System.currentTimeMillis());
        }

        private HeldKey(String credentialsId, Secret key, String[] users, long since) {
            this.credentialsId = credentialsId;
            this.key = key;
            this.users = users;
            this.since = since;
        }

        boolean is(@NonNull String otherId, @NonNull Secret otherKey) {
            return credentialsId.equals(otherId) && key.equals(otherKey);
        }

        boolean isUsed() {
            return users == null || users.length > 0;
        }

        boolean isUsedBy(@NonNull String user) {
            return Arrays.asList(users()).contains(user);
        }

        @NonNull
        HeldKey with(@NonNull String user) {
            if (!isUsed()) {
                return new HeldKey(credentialsId, key, user);
            }
            return new HeldKey(
                    credentialsId,
                    key,
                    Stream.concat(Stream.of(users()), Stream.of(user)).toArray(String[]::new),
                    since);
        }

        @NonNull
        HeldKey without(@NonNull String user) {
            return new HeldKey(
                    credentialsId,
                    key,
                    Stream.of(users()).filter(other -> !other.equals(user)).toArray(String[]::new),
                    since);
        }

        private String[] users() {
            return users == null ? new String[] {KeyScope.BUILD} : users;
        }

        @NonNull
        Instant since(@NonNull Run<?, ?> run) {
            return Instant.ofEpochMilli(since == 0 ? run.getStartTimeInMillis() : since);
        }

        /** Empty for a key that is refused before a build gets it. */
        @NonNull
        Optional<ApiKey> usable() {
            try {
                return Optional.of(ApiKey.of(key.getPlainText().trim()));
            } catch (InvalidKeyException e) {
                return Optional.empty();
            }
        }
    }

    /** Builds of before have the class under the name of the package that it was in. */
    @Initializer(before = InitMilestone.PLUGINS_STARTED)
    @Restricted(NoExternalUse.class)
    public static void readEarlierNames() {
        String earlier = "io.jenkins.plugins.baseten.masking.HeldKeysAction";
        Run.XSTREAM2.addCompatibilityAlias(earlier, HeldKeysAction.class);
        Run.XSTREAM2.addCompatibilityAlias(earlier + "$" + HeldKey.class.getSimpleName(), HeldKey.class);
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
     * Masks a key in the build's log from here on, and counts it as in use: by the block of this
     * thread's {@link KeyScope} until that lets go of it, else until the build ends. Returns after the
     * key is on the disk of the controller, encrypted.
     */
    public void hold(@NonNull String credentialsId, @NonNull Secret key) {
        String user = KeyScope.user();
        synchronized (this) {
            int known = indexOf(credentialsId, key);
            if (known < 0) {
                keys.add(new HeldKey(credentialsId, key, user));
                masker = null;
            } else if (!keys.get(known).isUsedBy(user)) {
                keys.set(known, keys.get(known).with(user));
            } else {
                return;
            }
        }
        LiveBuilds.put(run, this);
        save("holds; after a restart they may show, or be revoked under it");
    }

    /**
     * Lets go of all that a block uses: the keys of its beginning and those that replaced them. They
     * stay masked until the build ends.
     */
    public static void release(@NonNull Run<?, ?> run, @NonNull String block) {
        HeldKeysAction action = run.getAction(HeldKeysAction.class);
        if (action != null) {
            action.release(block);
        }
    }

    private void release(String block) {
        boolean changed = false;
        synchronized (this) {
            for (int i = 0; i < keys.size(); i++) {
                HeldKey held = keys.get(i);
                if (held.isUsedBy(block)) {
                    keys.set(i, held.without(block));
                    changed = true;
                }
            }
        }
        if (changed) {
            save("has let go of; after a restart it may seem to hold them");
        }
    }

    /** The lease of a key with a prefix, that which began first if there are several. */
    @NonNull
    Optional<Lease> lease(@NonNull String prefix) {
        return keys.stream()
                .filter(held -> held.isUsed()
                        && held.usable()
                                .map(ApiKey::prefix)
                                .filter(prefix::equals)
                                .isPresent())
                .map(held -> new Lease(run.getExternalizableId(), run.getUrl(), held.credentialsId, held.since(run)))
                .min(Comparator.comparing(Lease::since));
    }

    private int indexOf(String credentialsId, Secret key) {
        for (int i = 0; i < keys.size(); i++) {
            if (keys.get(i).is(credentialsId, key)) {
                return i;
            }
        }
        return -1;
    }

    private void save(String what) {
        try {
            run.save();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "cannot save which keys " + run + " " + what, e);
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
    @Restricted(NoExternalUse.class)
    public List<ApiKey> usable() {
        return keys.stream().map(HeldKey::usable).flatMap(Optional::stream).toList();
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
