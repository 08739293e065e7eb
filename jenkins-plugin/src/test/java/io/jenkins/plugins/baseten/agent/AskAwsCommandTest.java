package io.jenkins.plugins.baseten.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
                        "--cli-input-json",
                        "{\"Audience\":[\"" + audience + "\"],\"SigningAlgorithm\":\"RS256\"}",
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

    /** The AWS CLI would replace such a value by the content of the file. */
    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "fileb://token", "FILE://x", "FileB://x"})
    void anAudienceIsNeverReadAsAFile(String audience) throws Exception {
        assertThat(answer("echo " + TOKEN, audience).refusal())
                .isEqualTo("would read the audience as the name of a file");
    }

    /** Version 1 of the AWS CLI fetches the value of an option that begins with {@code https://}. */
    @ParameterizedTest
    @ValueSource(strings = {"https://api.baseten.co", "http://169.254.169.254/"})
    void anAddressAsAudienceIsNotTheValueOfAnOption(String audience) throws Exception {
        answer("printf '%s\\n' \"$@\" > '" + directory + "/words'; echo " + TOKEN, audience);
        assertThat(Files.readAllLines(directory.resolve("words")))
                .anyMatch(word -> word.contains(audience))
                .noneMatch(word -> word.startsWith("http"));
    }

    @Test
    void quotationMarksAreEscapedOnWindows() {
        assertThat(AskAwsCommand.forWindows("{\"Audience\":[\"a \\\\\"]}"))
                .isEqualTo("{\\\"Audience\\\":[\\\"a \\\\\\\\\\\"]}");
    }

    @Test
    void anAgentWithoutTheCommandIsToldToInstallIt() {
        assertThat(new AskAwsCommand(directory.resolve("missing").toString(), "a", "{}")
                        .call()
                        .refusal())
                .isEqualTo("cannot be started on the agent; install it there");
    }

    private AgentToken answer(String script, String audience) throws Exception {
        Path aws = Files.createFile(
                directory.resolve("aws"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(aws, "#!/bin/sh\n" + script + "\n");
        String input = "{\"Audience\":[\"" + audience + "\"],\"SigningAlgorithm\":\"RS256\"}";
        return new AskAwsCommand(aws.toString(), audience, input).call();
    }
}
