package io.jenkins.plugins.baseten.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The AWS CLI of an agent, played by a script. */
class AskAwsCommandTest {
    private static final String TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJqb2IifQ.c2lnbmF0dXJl";

    @TempDir
    private Path directory;

    @Test
    void theWordsOfTheCommandAreFixedAndNoShellReadsThem() throws Exception {
        String audience = "https://api.baseten.co; touch " + directory.resolve("evil") + " $(id)";
        assertThat(answer("printf '%s\\n' \"$@\" > '" + directory + "/words'; echo " + TOKEN, audience)
                        .token())
                .isEqualTo(TOKEN);
        assertThat(Files.readAllLines(directory.resolve("words")))
                .containsExactly(
                        "sts",
                        "get-web-identity-token",
                        "--audience",
                        audience,
                        "--signing-algorithm",
                        "RS256",
                        "--output",
                        "text",
                        "--query",
                        "WebIdentityToken");
        assertThat(directory.resolve("evil")).doesNotExist();
    }

    @Test
    void aFailedCommandShowsNothingOfItsOutput() throws Exception {
        assertThat(answer("echo " + TOKEN + "; exit 254", "a").refusal())
                .isEqualTo(
                        "ended with exit code 254 on the agent; run aws sts get-web-identity-token there to see why");
    }

    @Test
    void aCommandThatPrintsSomethingElseIsRefused() throws Exception {
        assertThat(answer("echo None", "a").refusal()).startsWith("contains no JSON web token");
    }

    @Test
    void anAudienceIsNeverReadAsAnOption() throws Exception {
        assertThat(answer("echo " + TOKEN, "--endpoint-url=http://evil").refusal())
                .isEqualTo("would read the audience as an option");
    }

    @Test
    void anAgentWithoutTheCommandIsToldToInstallIt() {
        assertThat(new AskAwsCommand(directory.resolve("missing").toString(), "a")
                        .call()
                        .refusal())
                .isEqualTo("cannot be started on the agent; install it there");
    }

    private AgentToken answer(String script, String audience) throws Exception {
        Path aws = Files.createFile(
                directory.resolve("aws"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(aws, "#!/bin/sh\n" + script + "\n");
        return new AskAwsCommand(aws.toString(), audience).call();
    }
}
