package io.jenkins.plugins.baseten.rotation;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.managed.ReadyKey;
import io.github.basetenci.managed.RefusedException;
import io.github.basetenci.managed.RotationOrder.Terms;
import io.github.basetenci.rotation.DrainTimes;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import io.jenkins.plugins.baseten.config.RotationPolicy;
import io.jenkins.plugins.baseten.credentials.KeyId;
import java.util.List;
import java.util.Optional;

/** Checks what a rotation needs on this controller before any request to the server. */
final class Policies {
    private Policies() {}

    /**
     * A policy that can be followed.
     *
     * @param stored the credential
     * @param key the key in the credential
     */
    record Ready(
            @NonNull RotationPolicy policy,
            @NonNull StoredCredential stored,
            @NonNull ApiKey key) {
        @NonNull
        RemoteUrl url() throws RefusedException {
            return stored.url();
        }

        /** The facts that the engine needs. */
        @NonNull
        ReadyKey forEngine() throws RefusedException {
            Terms terms = new Terms(
                    url().toString(),
                    policy.getMintingCredentialsId(),
                    new DrainTimes(policy.overlap(), policy.quietFor(), policy.deadline()),
                    policy.isNotEnvironmentScoped());
            return new ReadyKey(terms, key.prefix(), List.of("credential:" + KeyId.of(policy)));
        }

        /** The text names the credential, never the key. */
        @NonNull
        @Override
        public String toString() {
            return "Ready[" + stored + "]";
        }
    }

    /** The policy of a credential, or null. */
    @CheckForNull
    static RotationPolicy find(@NonNull KeyId id) {
        return BasetenConfiguration.get().getRotationPolicies().stream()
                .filter(policy -> KeyId.of(policy).equals(id))
                .findFirst()
                .orElse(null);
    }

    /** The policy of a credential. */
    @NonNull
    static RotationPolicy existing(@NonNull KeyId id) throws RefusedException {
        RotationPolicy policy = find(id);
        if (policy == null) {
            throw new RefusedException(Messages.no_policy(id));
        }
        return policy;
    }

    /**
     * Refuses a rotation that would fail on this controller.
     *
     * @throws RefusedException if there is no policy, or the policy cannot be followed
     */
    @NonNull
    static Ready require(@NonNull KeyId id) throws RefusedException {
        RotationPolicy policy = existing(id);
        Ready ready = ready(policy, StoredCredential.find(id));
        MintingKey.find(policy.getMintingCredentialsId(), ready.url());
        refuseSharedKey(ready);
        return ready;
    }

    @NonNull
    static Ready ready(@NonNull RotationPolicy policy, @NonNull StoredCredential stored) throws RefusedException {
        stored.requireWritable();
        RotationServer.trusted(stored.url());
        return new Ready(policy, stored, stored.key());
    }

    private static void refuseSharedKey(Ready ready) throws RefusedException {
        KeyId id = ready.stored().id();
        Optional<String> other = OtherCredentials.find(id, ready.key()::equals);
        if (other.isPresent()) {
            throw new RefusedException(Messages.key_shared(id, other.get()));
        }
    }

    /** The credentials that have a policy. */
    @NonNull
    static List<KeyId> ids() {
        return BasetenConfiguration.get().getRotationPolicies().stream()
                .map(KeyId::of)
                .toList();
    }
}
