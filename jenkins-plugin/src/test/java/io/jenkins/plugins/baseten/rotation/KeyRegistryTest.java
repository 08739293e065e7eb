package io.jenkins.plugins.baseten.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.baseten.credentials.KeyId;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is remembered follows folders to their new names. */
class KeyRegistryTest {
    private static final Instant NOW = Instant.parse("2026-08-18T10:00:00Z");

    /** A rotation of which the directory were forgotten would never end. */
    @Test
    void aFolderThatGetsTheNameOfOneThatIsGoneKeepsItsOwnRotations(@TempDir Path home) throws Exception {
        PrivateFile file = new PrivateFile(home.resolve("keys.json"));
        KeyRegistry registry = new KeyRegistry(file);
        registry.change(new KeyId("kept", "key"), NOW, known -> known.in("rotations-of-kept"));
        registry.change(new KeyId("gone", "key"), NOW, known -> known.in("rotations-of-gone"));
        registry.change(new KeyId("gone", "other"), NOW, known -> known.in("others"));
        registry.rename("kept", "gone");
        for (KeyRegistry read : new KeyRegistry[] {registry, new KeyRegistry(file)}) {
            assertThat(read.all().keySet())
                    .containsExactlyInAnyOrder(new KeyId("gone", "key"), new KeyId("gone", "other"));
            assertThat(read.find(new KeyId("gone", "key")).orElseThrow().directory())
                    .isEqualTo("rotations-of-kept");
        }
    }
}
