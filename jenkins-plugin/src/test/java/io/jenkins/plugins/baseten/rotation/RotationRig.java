package io.jenkins.plugins.baseten.rotation;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.domains.Domain;
import hudson.model.ModelObject;
import hudson.util.Secret;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.api.CreateApiKey;
import io.github.basetenci.api.ManagementApi;
import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.managed.PastRotation;
import io.github.basetenci.managed.RotationStatus;
import io.github.basetenci.rotation.RotationState;
import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.testing.Await;
import io.jenkins.plugins.baseten.Fixtures;
import io.jenkins.plugins.baseten.config.BasetenClients;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import io.jenkins.plugins.baseten.config.RotationPolicy;
import io.jenkins.plugins.baseten.config.TrustedUrl;
import io.jenkins.plugins.baseten.credentials.BasetenApiKeyCredentialsImpl;
import io.jenkins.plugins.baseten.credentials.KeyId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import jenkins.model.Jenkins;

/**
 * A workspace with a team key, the credentials {@code <name>} and {@code <name>-minting} that hold the
 * team key and one that manages keys, and a policy, whose time a test may change.
 */
final class RotationRig implements AutoCloseable {

    final Sandbox sandbox;
    final String name;
    final KeyId id;
    final String url;
    final ApiKey oldKey;
    final RotationPolicy policy;
    volatile Instant now = Instant.parse("2026-08-18T10:00:00Z");

    RotationRig(String name) throws Exception {
        this(name, Jenkins.get());
    }

    /** Keeps the team key in the store of a folder. */
    RotationRig(String name, ModelObject owner) throws Exception {
        this.sandbox = TimedSandbox.start(() -> now);
        this.name = name;
        this.url = sandbox.url().toString();
        this.id = new KeyId(owner instanceof hudson.model.Item item ? item.getFullName() : "", name);
        BasetenConfiguration.get().setTrustedUrls(url);
        oldKey = create("ci");
        BasetenApiKeyCredentialsImpl credential = new BasetenApiKeyCredentialsImpl(
                CredentialsScope.GLOBAL, name, "Key of the CI", Secret.fromString(oldKey.reveal()));
        credential.setRemoteUrl(url);
        credential.setTeam("Default");
        Fixtures.storeOf(owner).addCredentials(Domain.global(), credential);
        storeMinting(name + "-minting", sandbox.key(KeyType.WORKSPACE_MANAGE_API_KEYS), CredentialsScope.SYSTEM, url);
        policy = new RotationPolicy(name, name + "-minting");
        policy.setFolder(id.folder());
        policy.setOverlapHours(0);
        policy.setDeadlineHours(0);
        usePolicy();
        Rotations.get().clock = () -> now;
    }

    static void storeMinting(String id, String key, CredentialsScope scope, String url) throws Exception {
        BasetenApiKeyCredentialsImpl minting =
                new BasetenApiKeyCredentialsImpl(scope, id, null, Secret.fromString(key));
        minting.setRemoteUrl(url);
        Fixtures.addToSystem(minting);
    }

    /** After a change of the policy. */
    void usePolicy() {
        List<RotationPolicy> policies =
                new ArrayList<>(BasetenConfiguration.get().getRotationPolicies());
        policies.removeIf(other -> KeyId.of(other).equals(id));
        policies.add(policy);
        BasetenConfiguration.get().setRotationPolicies(policies);
    }

    void overlap(int hours) {
        policy.setOverlapHours(hours);
        policy.setDeadlineHours(hours);
        usePolicy();
    }

    ApiKey create(String keyName) throws Exception {
        return admin().createApiKey(
                        new CreateApiKey(ApiKeyType.WORKSPACE_MANAGE_ALL, keyName, null), sandbox.teamId("Default"));
    }

    ManagementApi admin() throws Exception {
        return BasetenClients.open(TrustedUrl.of(RemoteUrl.parse(url)), ApiKey.of(sandbox.key(KeyType.PERSONAL)));
    }

    /** The live keys of the line. */
    List<String> line() {
        return sandbox.keyNames().stream()
                .filter(keyName -> keyName.startsWith("ci"))
                .toList();
    }

    BasetenApiKeyCredentialsImpl credential() throws Exception {
        return StoredCredential.find(id).asApiKey();
    }

    ApiKey stored() throws Exception {
        return ApiKey.of(credential().getSecret().getPlainText());
    }

    /** Puts another key into the credential, as a person or a script does. */
    void edit(String key) throws Exception {
        StoredCredential stored = StoredCredential.find(id);
        CredentialsStore store = stored.store();
        store.updateCredentials(
                stored.domain(), stored.credential(), stored.asApiKey().withSecret(Secret.fromString(key)));
    }

    boolean works(ApiKey key) {
        return sandbox.accepts(key.reveal());
    }

    PastRotation rotated() throws Exception {
        int before = Rotations.get().history(id).size();
        Rotations.get().rotate(id);
        return ended(before);
    }

    /** The rotation that ends after so many others. */
    PastRotation ended(int before) throws Exception {
        await(() -> Rotations.get().history(id).size() > before
                && Rotations.get().status(id).isEmpty());
        return Rotations.get().history(id).get(0);
    }

    RotationStatus status(Predicate<RotationStatus> is) throws Exception {
        await(() -> Rotations.get().status(id).filter(is).isPresent());
        return Rotations.get().status(id).orElseThrow();
    }

    /** Waits until nobody works on it and it has this state. */
    RotationStatus at(RotationState state) throws Exception {
        return status(status ->
                !status.working() && status.record() != null && status.record().state() == state);
    }

    RotationStatus stopped() throws Exception {
        return status(status -> !status.working() && !status.problem().isEmpty());
    }

    void await(Condition condition) throws Exception {
        Await.until(
                () -> "status " + Rotations.get().status(id).map(RotationStatus::problem) + ", history "
                        + Rotations.get().history(id),
                condition::holds);
    }

    Optional<ApiKeyInfo> listed(String keyName) throws Exception {
        return admin().apiKeys().stream()
                .filter(key -> keyName.equals(key.name()))
                .findFirst();
    }

    interface Condition {
        boolean holds() throws Exception;
    }

    @Override
    public void close() throws Exception {
        sandbox.close();
    }
}
