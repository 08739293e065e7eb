package io.jenkins.plugins.baseten.leases;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.init.InitMilestone;
import hudson.init.Initializer;
import hudson.model.InvisibleAction;
import hudson.model.Run;
import hudson.util.Secret;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.Confidential;
import io.github.basetenci.key.InvalidKeyException;
import io.github.basetenci.key.Masker;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
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
 * The keys that a build has received. The log of the build shows none of these keys until the build ends, even
 * after a key was replaced or the controller was restarted. The action also notes which blocks of the build use
 * each key now, so that a rotation does not revoke a key in use. Tokens are masked in the same way; no rotation
 * waits for them. Jenkins stores keys and tokens encrypted, like every {@link Secret}.
 */
public final class HeldKeysAction extends InvisibleAction implements RunAction2 {
    private static final Logger LOGGER = Logger.getLogger(HeldKeysAction.class.getName());

    private final CopyOnWriteArrayList<HeldKey> keys = new CopyOnWriteArrayList<>();

    /** The tokens of the build; null if it had none. Each change replaces the list. */
    @CheckForNull
    private volatile List<HeldToken> tokens;

    private transient Run<?, ?> run;

    @CheckForNull
    private transient volatile Masker masker;

    /** A key, the credential that the key came from, and the blocks of the build that use the key. Immutable. */
    private static final class HeldKey {
        private final String credentialsId;
        private final Secret key;

        /**
         * The users of the key: blocks, and {@link KeyScope#BUILD}. Null means unknown: an earlier version did
         * not store the users.
         */
        @CheckForNull
        private final String[] users;

        /**
         * When the first of the users got the key, in milliseconds since 1970. 0 means unknown: an earlier
         * version did not store the time.
         */
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

        /** The key; empty if its text is not usable as a key. A build never gets such a text. */
        @NonNull
        Optional<ApiKey> usable() {
            try {
                return Optional.of(ApiKey.of(key.getPlainText().trim()));
            } catch (InvalidKeyException e) {
                return Optional.empty();
            }
        }
    }

    /** Builds of earlier versions stored this class under the name of another package. */
    @Initializer(before = InitMilestone.PLUGINS_STARTED)
    @Restricted(NoExternalUse.class)
    public static void readEarlierNames() {
        String earlier = "io.jenkins.plugins.baseten.masking.HeldKeysAction";
        Run.XSTREAM2.addCompatibilityAlias(earlier, HeldKeysAction.class);
        Run.XSTREAM2.addCompatibilityAlias(earlier + "$" + HeldKey.class.getSimpleName(), HeldKey.class);
    }

    /** The action of a build. If the build has no action, this method adds it. */
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
     * Masks a key in the build's log from now on, and counts the key as in use. If the {@link KeyScope} of this
     * thread names a block, the key is in use until the block releases its keys; otherwise it is in use until
     * the build ends. The method returns after the encrypted key is on the disk of the controller.
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
     * Masks an access token in the build's log from now on, until the build ends or an hour after the token has
     * expired. A token expires by itself, so no rotation waits for it. The method returns after the encrypted token is on
     * the disk of the controller.
     *
     * @param expires when the token expires; a later call can correct it
     */
    public void holdToken(@NonNull Secret token, @NonNull Instant expires, @NonNull Instant now) {
        hold(new HeldToken(token, expires, false), token, expires, now);
    }

    /**
     * Masks an identity token in the build's log in the same way, until the build ends or a few minutes after the
     * token has expired.
     *
     * @param expires when the token expires
     */
    public void holdIdentityToken(@NonNull Secret token, @NonNull Instant expires, @NonNull Instant now) {
        hold(new HeldToken(token, expires, true), token, expires, now);
    }

    private void hold(HeldToken added, Secret token, Instant expires, Instant now) {
        synchronized (this) {
            if (tokens().stream().anyMatch(held -> held.is(token) && held.expiresAt(expires))) {
                return;
            }
            List<HeldToken> still = new ArrayList<>(tokens());
            still.removeIf(held -> held.is(token) || held.isOver(now));
            still.add(added);
            tokens = still;
            masker = null;
        }
        LiveBuilds.put(run, this);
        save("holds as tokens; after a restart they may show");
        if (!run.isLogUpdated()) {
            // An exchange may end after the build, and nothing else would remove its tokens any more.
            forgetTokens();
        }
    }

    /** Forgets the tokens, because the log of the build is closed. */
    void forgetTokens() {
        synchronized (this) {
            if (tokens().isEmpty()) {
                return;
            }
            tokens = null;
            masker = null;
        }
        save("held as tokens; they stay in its record, encrypted");
    }

    private List<HeldToken> tokens() {
        List<HeldToken> held = tokens;
        return held == null ? List.of() : held;
    }

    /**
     * Ends the use of all keys of a block: of the keys at its beginning, and of the keys that replaced them.
     * The keys stay masked until the build ends.
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

    /**
     * The lease of a key with a prefix; the earliest lease if there are several.
     *
     * @param build the build of this action. The field {@link #run} is null while Jenkins is loading the build.
     */
    @NonNull
    Optional<Lease> lease(@NonNull Run<?, ?> build, @NonNull String prefix) {
        return keys.stream()
                .filter(held -> held.isUsed()
                        && held.usable()
                                .map(ApiKey::prefix)
                                .filter(prefix::equals)
                                .isPresent())
                .map(held ->
                        new Lease(build.getExternalizableId(), build.getUrl(), held.credentialsId, held.since(build)))
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

    /** A masker for all of the keys and tokens, each in all of its forms. */
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

    /** The keys and tokens, for a masker on another machine. */
    @NonNull
    @Restricted(NoExternalUse.class)
    public List<Confidential> usable() {
        return Stream.<Confidential>concat(
                        keys.stream().map(HeldKey::usable).flatMap(Optional::stream),
                        tokens().stream().map(HeldToken::usable).flatMap(Optional::stream))
                .toList();
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
