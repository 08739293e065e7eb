package io.jenkins.plugins.baseten.rotation;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.api.Sleeper;
import io.github.basetenci.rotation.LocalLogins;
import io.github.basetenci.rotation.Overlap;
import io.github.basetenci.rotation.Rotation;
import io.github.basetenci.rotation.RotationException;
import io.github.basetenci.rotation.RotationRequest;
import io.github.basetenci.rotation.RotationSettings;
import io.jenkins.plugins.baseten.config.JenkinsWords;
import io.jenkins.plugins.baseten.credentials.KeyId;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Plans a rotation with the server, and changes nothing on the server or on this controller. */
final class DryRun {
    private DryRun() {}

    @NonNull
    static RotationPreview of(@NonNull Policies.Ready ready, @NonNull InstantSource clock)
            throws RefusedException, InterruptedException {
        // A dry run never writes into this directory.
        RotationFiles none = RotationFiles.in("none");
        Set<String> notes = new LinkedHashSet<>();
        KeyId id = ready.stored().id();
        Rotation rotation = new Rotation(
                RotationServer.at(ready.url(), ready.policy().getMintingCredentialsId(), notes::add),
                MintingKey.find(ready.policy().getMintingCredentialsId(), ready.url()),
                new RotationSettings(
                        new ControllerJournal(none.journal(), saved -> {}),
                        none.newKey(),
                        List.of(new CredentialTarget(
                                "credential:" + id, () -> id, ready.url(), ready.key()::prefix, false)),
                        LocalLogins.NONE,
                        new Overlap(ready.policy().overlap(), clock),
                        1,
                        new RotationSettings.Surroundings(clock, Sleeper.SYSTEM, notes::add)));
        try {
            Rotation.Preview preview = rotation.preview(new RotationRequest(
                    ready.key().prefix(),
                    ready.policy().isNotEnvironmentScoped(),
                    ready.policy().overlap()));
            return new RotationPreview(preview.plan(), preview.earlierKeys(), String.join(" ", notes));
        } catch (RotationException e) {
            throw new RefusedException(JenkinsWords.ADVICE.sentence(e));
        }
    }
}
