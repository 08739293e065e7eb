package io.jenkins.plugins.baseten.pages;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.domains.Domain;
import hudson.model.Item;
import hudson.model.ModelObject;
import hudson.util.Secret;
import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.api.CreateApiKey;
import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.managed.RotationStatus;
import io.github.basetenci.rotation.RotationState;
import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.sandbox.SandboxOptions;
import io.github.basetenci.testing.Await;
import io.jenkins.plugins.baseten.Fixtures;
import io.jenkins.plugins.baseten.config.BasetenClients;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import io.jenkins.plugins.baseten.config.RotationPolicy;
import io.jenkins.plugins.baseten.config.TrustedUrl;
import io.jenkins.plugins.baseten.credentials.BasetenApiKeyCredentialsImpl;
import io.jenkins.plugins.baseten.credentials.KeyId;
import io.jenkins.plugins.baseten.keys.KeyRow;
import io.jenkins.plugins.baseten.keys.KeyRows;
import io.jenkins.plugins.baseten.rotation.Rotations;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A workspace, a credential of that name with a team key, a minting credential {@code <name>-minting}
 * and a policy that lets an old key live on for an hour.
 */
public final class KeyWorld implements AutoCloseable {
    public final Sandbox sandbox;
    public final KeyId id;
    public final ApiKey oldKey;
    private final String minting;

    public KeyWorld(String name, ModelObject owner) throws Exception {
        this(name, owner, SandboxOptions.defaults());
    }

    public KeyWorld(String name, ModelObject owner, SandboxOptions options) throws Exception {
        sandbox = Sandbox.start(options);
        String url = sandbox.url().toString();
        id = new KeyId(owner instanceof Item item ? item.getFullName() : "", name);
        minting = name + "-minting";
        BasetenConfiguration.get().setTrustedUrls(url);
        oldKey = create("key-of-" + name);
        Fixtures.storeOf(owner)
                .addCredentials(Domain.global(), credential(CredentialsScope.GLOBAL, name, oldKey.reveal(), url));
        Fixtures.addToSystem(
                credential(CredentialsScope.SYSTEM, minting, sandbox.key(KeyType.WORKSPACE_MANAGE_API_KEYS), url));
        overlap(1);
    }

    private static BasetenApiKeyCredentialsImpl credential(CredentialsScope scope, String id, String key, String url) {
        BasetenApiKeyCredentialsImpl credential =
                new BasetenApiKeyCredentialsImpl(scope, id, "Key <b>of</b> the CI", Secret.fromString(key));
        credential.setRemoteUrl(url);
        return credential;
    }

    /** A key that has the name of the next one already, by whomever. */
    public ApiKey createSuccessor() throws Exception {
        return create("key-of-" + id.credentialsId() + "-2");
    }

    private ApiKey create(String keyName) throws Exception {
        TrustedUrl url = TrustedUrl.of(RemoteUrl.parse(sandbox.url().toString()));
        return BasetenClients.open(url, ApiKey.of(sandbox.key(KeyType.PERSONAL)))
                .createApiKey(
                        new CreateApiKey(ApiKeyType.WORKSPACE_MANAGE_ALL, keyName, null),
                        sandbox.teamId(Sandbox.DEFAULT_TEAM));
    }

    /** Sets the policy, with an overlap and a deadline of so many hours. */
    public void overlap(int hours) {
        RotationPolicy policy = new RotationPolicy(id.credentialsId(), minting);
        policy.setFolder(id.folder());
        policy.setOverlapHours(hours);
        policy.setDeadlineHours(hours);
        BasetenConfiguration.get().putRotationPolicy(policy);
    }

    public KeyRow row() {
        return KeyRows.of(id).get(0);
    }

    public void awaitState(RotationState state) throws Exception {
        await(() -> status().filter(status -> !status.working()
                        && status.record() != null
                        && status.record().state() == state)
                .isPresent());
    }

    /** Until a rotation that goes back waits for the last holder of the new key. */
    public void awaitWayBack() throws Exception {
        await(() -> status().filter(status -> !status.working()
                        && status.record() != null
                        && status.record().rollingBack()
                        && !status.waitsFor().isEmpty())
                .isPresent());
    }

    public void awaitEnd(int rotations) throws Exception {
        await(() -> status().isEmpty() && Rotations.get().history(id).size() == rotations);
    }

    public void awaitStop() throws Exception {
        await(() -> status().filter(
                        status -> !status.working() && !status.problem().isEmpty())
                .isPresent());
    }

    private Optional<RotationStatus> status() {
        return Rotations.get().status(id);
    }

    private void await(BooleanSupplier condition) {
        Await.until(() -> "status " + status() + ", history " + Rotations.get().history(id), condition::getAsBoolean);
    }

    @Override
    public void close() throws Exception {
        BasetenConfiguration.get().removeRotationPolicy(id.folder(), id.credentialsId());
        sandbox.close();
    }
}
