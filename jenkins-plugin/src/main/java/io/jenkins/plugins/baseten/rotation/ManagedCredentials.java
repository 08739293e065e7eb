package io.jenkins.plugins.baseten.rotation;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.managed.ManagedKeys;
import io.github.basetenci.managed.ReadyKey;
import io.github.basetenci.managed.RefusedException;
import io.github.basetenci.managed.RotationRun;
import io.github.basetenci.rotation.Target;
import io.jenkins.plugins.baseten.config.RotationPolicy;
import io.jenkins.plugins.baseten.credentials.KeyId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jenkins.model.Jenkins;

/** The keys in the credentials of this controller, with their policies. No permission is checked. */
final class ManagedCredentials implements ManagedKeys<KeyId> {
    @NonNull
    @Override
    public List<KeyId> withPolicy() {
        return Policies.ids();
    }

    @NonNull
    @Override
    public Duration interval(@NonNull KeyId id) {
        RotationPolicy policy = Policies.find(id);
        return policy == null ? Duration.ZERO : Duration.ofDays(policy.getIntervalDays());
    }

    @Override
    public boolean mayBegin() {
        return !Jenkins.get().isQuietingDown();
    }

    @NonNull
    @Override
    public ReadyKey ready(@NonNull KeyId id) throws RefusedException {
        return Policies.ready(Policies.existing(id), StoredCredential.find(id)).forEngine();
    }

    @NonNull
    @Override
    public Finder<KeyId> finder() {
        CredentialIndex index = new CredentialIndex();
        return id -> Policies.ready(Policies.existing(id), index.find(id)).forEngine();
    }

    @NonNull
    @Override
    public ReadyKey require(@NonNull KeyId id) throws RefusedException {
        return Policies.require(id).forEngine();
    }

    @NonNull
    @Override
    public Map<KeyId, String> present() {
        return KeysPresent.everywhere();
    }

    @NonNull
    @Override
    public Map<KeyId, String> present(@NonNull Collection<KeyId> ids) {
        return KeysPresent.of(ids);
    }

    @Override
    public boolean exists(@NonNull KeyId id) {
        return !StoredCredential.all(id).isEmpty();
    }

    @NonNull
    @Override
    public Optional<ApiKey> key(@NonNull KeyId id) throws RefusedException {
        return Optional.of(StoredCredential.find(id).key());
    }

    @NonNull
    @Override
    public List<Target> targets(@NonNull RotationRun<KeyId> run) throws RefusedException {
        RemoteUrl url = RotationServer.url(run.order().terms().remoteUrl(), run.id());
        String name = run.order().targets().get(0);
        return List.of(new CredentialTarget(name, run.currentId(), url, run.leavingPrefix(), run.back()));
    }
}
