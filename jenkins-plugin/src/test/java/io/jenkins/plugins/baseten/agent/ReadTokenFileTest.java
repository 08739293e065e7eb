package io.jenkins.plugins.baseten.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing but a JSON web token leaves an agent. */
class ReadTokenFileTest {
    private static final String TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJqb2IifQ.c2lnbmF0dXJl";

    @TempDir
    private Path directory;

    @Test
    void aTokenIsReadWithoutTheLineEndBehindIt() throws Exception {
        assertThat(read(file(TOKEN + "\n")).token()).isEqualTo(TOKEN);
    }

    @Test
    void eachCallReadsTheFileAgain() throws Exception {
        Path file = file(TOKEN);
        ReadTokenFile call = new ReadTokenFile(file.toString());
        assertThat(call.call().token()).isEqualTo(TOKEN);
        Files.writeString(file, TOKEN + "2");
        assertThat(call.call().token()).isEqualTo(TOKEN + "2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hunter2",
                "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END PRIVATE KEY-----\n",
                "aBcD1234.0123456789abcdefghijKLMNOPQRSTUV",
                "root:x:0:0:root:/root:/bin/sh\n",
                "a.b.c\nsecond line",
                "a.b.c.d"
            })
    void aPasswordOrAKeyStaysOnTheAgent(String content) throws Exception {
        AgentToken answer = read(file(content));
        assertThat(answer.token()).isNull();
        assertThat(answer.refusal()).isEqualTo("contains no JSON web token, so nothing of it was sent anywhere");
        assertThat(answer).hasToString(answer.refusal());
    }

    @Test
    void aTokenIsNotPrinted() throws Exception {
        assertThat(read(file(TOKEN))).hasToString("identity token");
    }

    @Test
    void whatCannotBeReadIsNamed() throws Exception {
        assertThat(read(directory).refusal()).isEqualTo("is no regular file on the agent");
        assertThat(read(directory.resolve("missing")).refusal()).isEqualTo("does not exist on the agent");
        assertThat(read(file("")).refusal()).isEqualTo("is empty");
        assertThat(read(file("a.b." + "c".repeat(AgentToken.MAX_LENGTH))).refusal())
                .startsWith("contains no JSON web token");
        assertThat(read(Path.of("relative/token")).refusal()).isEqualTo("has no absolute path on the agent");
        assertThat(new ReadTokenFile("/a\0b").call().refusal()).isEqualTo("has a name that the agent cannot have");
    }

    private Path file(String content) throws Exception {
        return Files.writeString(directory.resolve("token"), content);
    }

    private static AgentToken read(Path file) {
        return new ReadTokenFile(file.toString()).call();
    }
}
