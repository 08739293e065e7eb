package io.jenkins.plugins.baseten.agent;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import jenkins.security.MasterToSlaveCallable;

/**
 * Asks AWS for the identity token of the agent's role, by the AWS CLI of the agent. AWS signs such a token only
 * for a signed request, so an HTTP request alone is not enough. All words of the command but the one with the
 * audience are fixed here, and no shell reads them. The AWS CLI replaces the value of an option that begins with
 * {@code file://} by the content of the file, and its version 1 fetches {@code https://}. So the audience is not
 * the value of an option, but part of a JSON text.
 */
public final class AskAwsCommand extends MasterToSlaveCallable<AgentToken, RuntimeException> {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final long SECONDS = 25;

    private static final Pattern FILE = Pattern.compile("fileb?://.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final String program;
    private final String audience;
    private final String input;

    /**
     * @param audience the recipient of the token; it must not begin with a dash, and must not be a file
     * @param input the JSON object with the parameters of {@code GetWebIdentityToken}
     */
    public AskAwsCommand(@NonNull String audience, @NonNull String input) {
        this("aws", audience, input);
    }

    AskAwsCommand(@NonNull String program, @NonNull String audience, @NonNull String input) {
        this.program = program;
        this.audience = audience;
        this.input = input;
    }

    @Override
    public AgentToken call() {
        if (audience.startsWith("-")) {
            return AgentToken.refusal("would read the audience as an option");
        }
        if (FILE.matcher(audience).matches() || !input.startsWith("{")) {
            return AgentToken.refusal("would read the audience as the name of a file");
        }
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        program,
                        "sts",
                        "get-web-identity-token",
                        "--cli-input-json",
                        File.separatorChar == '\\' ? forWindows(input) : input,
                        "--output",
                        "text",
                        "--query",
                        "WebIdentityToken"))
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("AWS_PAGER", "");
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return AgentToken.refusal("cannot be started on the agent; install it there");
        }
        try {
            return answer(process);
        } finally {
            process.destroyForcibly();
        }
    }

    /**
     * The text with a backslash before each quotation mark. Windows passes a command line and no list of words, and
     * Java does not escape the quotation marks in it. Backslashes before a quotation mark must be doubled.
     */
    @NonNull
    static String forWindows(@NonNull String text) {
        return text.replaceAll("(\\\\*)\"", "$1$1\\\\\"");
    }

    private static AgentToken answer(Process process) {
        FutureTask<String> output = new FutureTask<>(() -> printed(process));
        Thread reader = new Thread(output, "output of the AWS CLI");
        reader.setDaemon(true);
        reader.start();
        try {
            process.getOutputStream().close();
            String text = output.get(SECONDS, TimeUnit.SECONDS);
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                return late();
            }
            // The output of a failed command may be a part of a token, so it is not shown.
            return process.exitValue() == 0
                    ? AgentToken.of(text)
                    : AgentToken.refusal("ended with exit code " + process.exitValue()
                            + " on the agent; run aws sts get-web-identity-token there to see why");
        } catch (TimeoutException e) {
            return late();
        } catch (IOException | ExecutionException e) {
            return AgentToken.refusal("gave no answer on the agent");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return late();
        }
    }

    private static String printed(Process process) {
        try (InputStream in = process.getInputStream()) {
            return new String(in.readNBytes(AgentToken.MAX_LENGTH + 2), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static AgentToken late() {
        return AgentToken.refusal("did not end on the agent in time");
    }
}
