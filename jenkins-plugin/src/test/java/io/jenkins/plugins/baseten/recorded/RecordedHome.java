package io.jenkins.plugins.baseten.recorded;

import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.sandbox.SandboxOptions;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

/**
 * A recorded {@code JENKINS_HOME}, as it lies in {@code src/test/resources/recorded}: {@code home} has the
 * files of the controller, {@code agent} those of its agent, and {@code sandbox} the keys that the server
 * had.
 *
 * <p>What depends on a machine stands in the files in a fixed form: the address of the server, the id of its
 * team, and two directories. The name of the agent's directory has the same length on each machine, since
 * the stored state of a Pipeline counts the bytes of its texts.
 *
 * <p>That state, {@code program.dat}, also holds objects of the plugins of Pipelines. Those read what their
 * earlier versions wrote, so that running builds survive an update of Jenkins. Should one of them cease to, the
 * running builds of a recording cannot go on anywhere, and are to be recorded anew with that version.
 */
record RecordedHome(Path files) {
    /** The newest recording. */
    static final String NEWEST = "jenkins-0.1.0";

    static final String URL = "http://127.0.0.1:8000";
    static final String TEAM = "team_recorded";
    static final String HOME = "/recorded/home";
    static final String AGENT = padded("/recorded/agent-");

    /** When it was recorded, as far as the keys of the server are concerned. */
    static final Instant CREATED = Instant.parse("2026-11-01T00:00:00Z");

    private static final int AGENT_LENGTH = 200;

    /** The newest recording in the class path. */
    static RecordedHome newest() throws URISyntaxException {
        return new RecordedHome(
                Path.of(RecordedHome.class.getResource("/recorded/" + NEWEST).toURI()));
    }

    /** The directory of the agent of a controller, with a name of the length that all have. */
    static Path agentOf(Path home) {
        return Path.of(padded(home.resolve("agent-").toString()));
    }

    private static String padded(String path) {
        if (path.length() >= AGENT_LENGTH) {
            throw new IllegalArgumentException(
                    path + " is too long; run the tests in a directory with a name of less than 140 characters");
        }
        return path + "x".repeat(AGENT_LENGTH - path.length());
    }

    /** Starts a server with the recorded keys. */
    Sandbox sandbox() throws IOException {
        SandboxOptions options = SandboxOptions.defaults().withClock(Clock.fixed(CREATED, ZoneOffset.UTC));
        for (String line : Files.readAllLines(files.resolve("sandbox"))) {
            String[] key = line.split(" ", -1);
            KeyType type = KeyType.valueOf(key[1]);
            options = options.withKey(key[0], type, null, key[2]);
        }
        return Sandbox.start(options);
    }

    /** The whole recorded key of this name. */
    String key(String name) throws IOException {
        return Files.readAllLines(files.resolve("sandbox")).stream()
                .filter(line -> line.endsWith(" " + name))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .findFirst()
                .orElseThrow();
    }

    /** Makes it the home of a controller that does not run, which knows this server. */
    void unpack(Path home, Sandbox sandbox) throws IOException {
        Path agent = agentOf(home);
        List<String[]> texts = List.of(
                new String[] {AGENT, agent.toString()},
                new String[] {HOME, home.toString()},
                new String[] {URL, sandbox.url().toString()},
                new String[] {TEAM, sandbox.teamId(Sandbox.DEFAULT_TEAM)});
        copy(files.resolve("home"), home, texts);
        copy(files.resolve("agent"), agent, texts);
    }

    /** Copies a tree, for the eyes of its owner alone, and puts texts in place of others. */
    static void copy(Path from, Path to, List<String[]> texts) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path source : all.toList()) {
                Path target = to.resolve(from.relativize(source).toString());
                if (Files.isDirectory(source)) {
                    Files.createDirectories(target);
                    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwx------"));
                } else if (Files.isRegularFile(source)) {
                    Files.createDirectories(target.getParent());
                    Files.writeString(target, changed(source, texts), StandardCharsets.ISO_8859_1);
                    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-------"));
                }
            }
        }
    }

    private static String changed(Path file, List<String[]> texts) throws IOException {
        String before = Files.readString(file, StandardCharsets.ISO_8859_1);
        String after = before;
        for (String[] text : texts) {
            after = after.replace(text[0], text[1]);
        }
        if (file.toString().endsWith(".dat") && after.length() != before.length()) {
            throw new IOException(file + " counts its bytes, and would have another number of them");
        }
        return after;
    }
}
