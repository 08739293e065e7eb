package io.jenkins.plugins.baseten.masking;

import static io.jenkins.plugins.baseten.Fixtures.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.Masker;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;
import org.jenkinsci.plugins.workflow.actions.ArgumentsAction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MaskedArgumentsTest {
    private Masker masker;

    @BeforeEach
    void knowTheKey() throws Exception {
        masker = Masker.of(List.of(ApiKey.of(KEY)));
    }

    @Test
    void parametersWithoutAKeyStayTheVeryObject() {
        ArgumentsAction action = new Arguments(
                Map.of("message", "no key", "list", List.of(1, Map.of("x", "y")), "array", new Object[] {"z"}));
        assertThat(MaskedArguments.of(action, masker)).isSameAs(action);
    }

    @Test
    void aKeyIsMaskedHoweverDeepItIs() {
        ArgumentsAction masked = MaskedArguments.of(
                new Arguments(Map.of(
                        "message",
                        "key " + KEY,
                        "builder",
                        new StringBuilder(KEY),
                        "list",
                        List.of(1, Map.of("x", List.of(KEY))),
                        "array",
                        new Object[] {"a", KEY},
                        "described",
                        new UninstantiatedDescribable("symbol", "some.Class", Map.of("field", "=" + KEY)))),
                masker);
        Map<String, Object> arguments = masked.getArguments();
        assertThat(arguments)
                .containsEntry("message", "key ****")
                .containsEntry("builder", "****")
                .containsEntry("list", List.of(1, Map.of("x", List.of("****"))));
        assertThat((Object[]) arguments.get("array")).containsExactly("a", "****");
        UninstantiatedDescribable described = (UninstantiatedDescribable) arguments.get("described");
        assertThat(described.getSymbol()).isEqualTo("symbol");
        assertThat(described.getKlass()).isEqualTo("some.Class");
        assertThat(described.getArguments()).isEqualTo(Map.of("field", "=****"));
        assertThat(masked.isUnmodifiedArguments()).isFalse();
    }

    /** Parameters as some step has them. */
    private static final class Arguments extends ArgumentsAction {
        private final Map<String, Object> arguments;

        Arguments(Map<String, Object> arguments) {
            this.arguments = arguments;
        }

        @Override
        protected Map<String, Object> getArgumentsInternal() {
            return arguments;
        }
    }
}
