package io.jenkins.plugins.baseten.masking;

import static io.jenkins.plugins.baseten.Fixtures.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.AbortException;
import hudson.Functions;
import hudson.model.Result;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.Masker;
import java.io.IOException;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import jenkins.model.CauseOfInterruption;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MaskingFailureHandlerTest {
    private Masker masker;

    @BeforeEach
    void knowTheKey() throws Exception {
        masker = Masker.of(List.of(ApiKey.of(KEY)));
    }

    @Test
    void aFailureWithoutAKeyStaysTheVeryObject() {
        Throwable failure = new IllegalStateException("no key", new IOException("nor here"));
        assertThat(masked(failure)).isSameAs(failure);
    }

    @Test
    void theCopyPrintsAsTheOriginalButForTheKey() {
        Throwable failure = new IllegalStateException("with " + KEY, new IOException("caused by " + KEY));
        failure.addSuppressed(new RuntimeException("suppressed " + hex(KEY)));
        assertThat(Functions.printThrowable(masked(failure)))
                .isEqualTo(
                        Functions.printThrowable(failure).replace(KEY, "****").replace(hex(KEY), "****"));
    }

    @Test
    void aKeyDeepAmongCausesAndSuppressedOnesIsFound() {
        Throwable deep = new IOException("deep");
        deep.addSuppressed(new IllegalArgumentException("arguments: [" + KEY + "]"));
        Throwable failure = new RuntimeException("top", new RuntimeException("middle", deep));
        Throwable masked = masked(failure);
        assertThat(Functions.printThrowable(masked))
                .doesNotContain(KEY)
                .contains("top", "middle", "deep", "arguments: [****]");
        assertThat(masked.getStackTrace()).isEqualTo(failure.getStackTrace());
    }

    @Test
    void anExceptionThatIsItsOwnCauseComesToAnEnd() {
        RuntimeException first = new RuntimeException("one " + KEY);
        RuntimeException second = new RuntimeException("two " + KEY, first);
        first.initCause(second);
        first.addSuppressed(first.getCause());
        second.addSuppressed(first);
        assertThat(Functions.printThrowable(masked(first))).doesNotContain(KEY).contains("one ****", "two ****");
    }

    @Test
    void anAbortExceptionStaysOneSoThatNoStackIsShown() {
        assertThat(masked(new AbortException("refused: " + KEY)))
                .isInstanceOf(AbortException.class)
                .hasMessage("refused: ****");
    }

    @Test
    void anInterruptionKeepsItsResultAndLosesTheKeyInItsReasons() {
        CauseOfInterruption plain = new Reason("superseded");
        FlowInterruptedException failure =
                new FlowInterruptedException(Result.NOT_BUILT, false, plain, new Reason("stopped at " + KEY));
        failure.initCause(new IOException(KEY));
        Throwable masked = masked(failure);
        assertThat(masked).isInstanceOfSatisfying(FlowInterruptedException.class, interrupted -> {
            assertThat(interrupted.getResult()).isEqualTo(Result.NOT_BUILT);
            assertThat(interrupted.isActualInterruption()).isFalse();
            assertThat(interrupted.getCauses().get(0)).isSameAs(plain);
            assertThat(interrupted.getCauses().get(1).getShortDescription()).isEqualTo("stopped at ****");
        });
        assertThat(Functions.printThrowable(masked)).doesNotContain(KEY);
    }

    @Test
    void anExceptionThatSpeaksOtherwiseThanItsMessageIsFoundToo() {
        Throwable failure = new Exception("quiet") {
            @Serial
            private static final long serialVersionUID = 1L;

            @Override
            public String toString() {
                return "loud: " + KEY;
            }
        };
        assertThat(Functions.printThrowable(masked(failure)))
                .doesNotContain(KEY)
                .contains("quiet");
    }

    private Throwable masked(Throwable failure) {
        return MaskingFailureHandler.masked(failure, masker);
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Why something was stopped. */
    private static final class Reason extends CauseOfInterruption {
        @Serial
        private static final long serialVersionUID = 1L;

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        @Override
        public String getShortDescription() {
            return text;
        }
    }
}
