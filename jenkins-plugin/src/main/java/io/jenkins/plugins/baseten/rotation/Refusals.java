package io.jenkins.plugins.baseten.rotation;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.managed.RefusedException;
import io.jenkins.plugins.baseten.config.RotationPolicy;
import io.jenkins.plugins.baseten.credentials.KeyId;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds reasons on this controller why keys cannot be rotated: for example, their credentials come from
 * Configuration as Code. No server is asked, and the reasons are those of one moment.
 */
public final class Refusals {
    private final CredentialIndex index = new CredentialIndex();
    private final Map<Minting, String> mintings = new HashMap<>();

    private record Minting(String credentialsId, RemoteUrl url) {}

    /** The reason why a policy cannot be followed, as a clause; empty if it can be followed. */
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
