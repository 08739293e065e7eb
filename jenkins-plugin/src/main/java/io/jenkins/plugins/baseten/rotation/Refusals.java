package io.jenkins.plugins.baseten.rotation;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.api.RemoteUrl;
import io.jenkins.plugins.baseten.config.RotationPolicy;
import io.jenkins.plugins.baseten.credentials.KeyId;
import java.util.HashMap;
import java.util.Map;

/**
 * Why keys cannot be rotated as this controller is at one moment: their credentials come from
 * Configuration as Code, for example. No server is asked.
 */
public final class Refusals {
    private final CredentialIndex index = new CredentialIndex();
    private final Map<Minting, String> mintings = new HashMap<>();

    private record Minting(String credentialsId, RemoteUrl url) {}

    /** Why the policy cannot be followed, a clause; empty if it can. */
    @NonNull
    public String of(@NonNull RotationPolicy policy) {
        try {
            Policies.Ready ready = Policies.ready(policy, index.find(KeyId.of(policy)));
            return mintings.computeIfAbsent(
                    new Minting(policy.getMintingCredentialsId(), ready.url()), Refusals::ofMinting);
        } catch (RefusedException e) {
            return e.getMessage();
        }
    }

    private static String ofMinting(Minting minting) {
        try {
            MintingKey.find(minting.credentialsId(), minting.url());
            return "";
        } catch (RefusedException e) {
            return e.getMessage();
        }
    }
}
