package io.jenkins.plugins.baseten.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.api.ApiKeyType;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyAccessTest {
    @Test
    void aPersonalKeyBelongsToAPersonAsFarAsTheServerNamesOne() {
        assertThat(owner(new ApiKeyInfo.Owner("u1", "alice@example.com", "Alice\u001b[2J Doe")))
                .startsWith("Alice")
                .doesNotContain("\u001b");
        assertThat(owner(new ApiKeyInfo.Owner("u1", "alice@example.com", null))).isEqualTo("alice@example.com");
        assertThat(owner(new ApiKeyInfo.Owner("u1", "", null))).isEqualTo("u1");
        assertThat(owner(null)).isEmpty();
    }

    @Test
    void theOwnerIsADetailAndTheLineHasTheLimits() {
        KeyAccess access = KeyRows.access(new ApiKeyInfo(
                "abc",
                ApiKeyType.PERSONAL,
                "ci",
                List.of("m1", "m2"),
                "ml",
                new ApiKeyInfo.Owner("u1", null, "Alice")));
        assertThat(access.text()).isEqualTo("PERSONAL; team ml; models m1, m2");
        assertThat(access.details()).containsExactly("team ml", "models m1, m2", "belongs to Alice");
    }

    private static String owner(ApiKeyInfo.Owner owner) {
        return KeyRows.access(new ApiKeyInfo("abc", ApiKeyType.PERSONAL, null, null, null, owner))
                .owner();
    }
}
