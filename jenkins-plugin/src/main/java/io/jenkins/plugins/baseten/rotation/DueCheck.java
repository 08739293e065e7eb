package io.jenkins.plugins.baseten.rotation;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.ApiKey;
import io.jenkins.plugins.baseten.config.BasetenClients;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import io.jenkins.plugins.baseten.config.RotationPolicy;
import io.jenkins.plugins.baseten.credentials.KeyId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Checks every key that has a policy, with one request to each workspace. */
final class DueCheck {
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private final Instant now;
    private final Map<KeyId, KeyCheckResult> checks = new LinkedHashMap<>();
    private final Map<String, ApiKeyInfo> listed = new HashMap<>();
    private final CredentialIndex index = new CredentialIndex();

    DueCheck(@NonNull Instant now) {
        this.now = now;
    }

    /** A workspace and its minting credential; one request lists all keys of the workspace. */
    private record Workspace(RemoteUrl url, String minting) {}

    /** Checks the keys. Returns the result for each credential that has a policy. */
    @NonNull
    Map<KeyId, KeyCheckResult> run() {
        Map<Workspace, List<Policies.Ready>> workspaces = new LinkedHashMap<>();
        for (RotationPolicy policy : BasetenConfiguration.get().getRotationPolicies()) {
            KeyId id = KeyId.of(policy);
            try {
                Policies.Ready ready = Policies.ready(policy, index.find(id));
                workspaces
                        .computeIfAbsent(
                                new Workspace(ready.url(), policy.getMintingCredentialsId()), key -> new ArrayList<>())
                        .add(ready);
            } catch (RefusedException e) {
                checks.put(id, new KeyCheckResult(now, "", null, e.getMessage(), true, ""));
            }
        }
        workspaces.forEach(this::check);
        return checks;
    }

    /** Every key that a workspace has listed, by its prefix, including keys without a policy. */
    @NonNull
    Map<String, ApiKeyInfo> listed() {
        return listed;
    }

    private void check(Workspace workspace, List<Policies.Ready> keys) {
        Map<String, ApiKeyInfo> found;
        String note;
        try {
            ApiKey minting = MintingKey.find(workspace.minting(), workspace.url());
            List<ApiKeyInfo> all = BasetenClients.open(RotationServer.trusted(workspace.url()), minting)
                    .apiKeys();
            note = RotationServer.remark(all, minting.prefix(), workspace.minting());
            found = all.stream().collect(Collectors.toMap(ApiKeyInfo::prefix, Function.identity(), (a, b) -> a));
        } catch (RefusedException | ApiException | TransportException e) {
            boolean lasting = e instanceof RefusedException || e instanceof ApiException no && isRefusal(no);
            keys.forEach(key -> put(key, null, String.valueOf(e.getMessage()), lasting, ""));
            return;
        }
        listed.putAll(found);
        for (Policies.Ready key : keys) {
            ApiKeyInfo upstream = found.get(key.key().prefix());
            boolean vanished = upstream == null;
            put(key, upstream, vanished ? Messages.vanished(key.key().prefix()) : "", vanished, note);
        }
    }

    private static boolean isRefusal(ApiException answer) {
        return answer.status() == UNAUTHORIZED || answer.status() == FORBIDDEN;
    }

    private void put(Policies.Ready key, ApiKeyInfo upstream, String problem, boolean lasting, String note) {
        checks.put(key.stored().id(), new KeyCheckResult(now, key.key().prefix(), upstream, problem, lasting, note));
    }
}
