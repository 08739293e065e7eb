package io.jenkins.plugins.baseten.rotation;

import static io.jenkins.plugins.baseten.Fixtures.KEY;
import static io.jenkins.plugins.baseten.Fixtures.addToSystem;
import static io.jenkins.plugins.baseten.Fixtures.pipeline;
import static io.jenkins.plugins.baseten.Fixtures.store;
import static io.jenkins.plugins.baseten.Fixtures.storeSecretText;
import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.domains.Domain;
import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.sandbox.SandboxOptions;
import io.github.basetenci.testing.CpuTime;
import io.jenkins.plugins.baseten.Fixtures;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import io.jenkins.plugins.baseten.config.RotationPolicy;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.jenkinsci.plugins.workflow.actions.TimingAction;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/**
 * Measures the plugin for {@code bin/bench}, beside the steps of the plugin credentials-binding, with
 * an agent that is a process of its own. Without the property {@link #OUTPUT}, it only shows with
 * small sizes that the measurement works.
 *
 * <p>A line of the file has tabs between the name of the row, the size, the variant, wall
 * milliseconds as Jenkins tells them, CPU milliseconds of the controller, megabytes, and more words. 0 is what was not
 * looked at.
 */
@WithJenkins
@Tag("long")
class PluginCostTest {
    /** The system property that names the file for the figures. */
    private static final String OUTPUT = "baseten.bench.output";

    private static final boolean SMALL = System.getProperty(OUTPUT) == null;
    private static final int ROUNDS = SMALL ? 1 : Integer.getInteger("baseten.bench.rounds", 5);
    private static final List<Integer> BLOCKS = sizes("baseten.bench.blocks", "1,100,1000", "1,2");
    private static final List<Integer> CREDENTIALS = sizes("baseten.bench.credentials", "100,1000,10000", "2,3");
    private static final int MEGABYTES = SMALL ? 1 : Integer.getInteger("baseten.bench.megabytes", 1000);

    private static JenkinsRule r;
    private static int jobs;

    private final List<String> lines = new ArrayList<>();

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        r = rule;
        r.jenkins.setNumExecutors(0);
        r.createOnlineSlave(hudson.model.labels.LabelAtom.get("agent"));
        store("ours", KEY, null);
        storeSecretText("text", KEY);
        addToSystem(new FileCredentialsImpl(
                CredentialsScope.GLOBAL,
                "file",
                null,
                "key",
                SecretBytes.fromBytes(KEY.getBytes(StandardCharsets.US_ASCII))));
    }

    private static List<Integer> sizes(String property, String many, String few) {
        List<Integer> sizes = new ArrayList<>();
        for (String size :
                SMALL ? few.split(",") : System.getProperty(property, many).split(",")) {
            sizes.add(Integer.valueOf(size));
        }
        return sizes;
    }

    /** The variants by the name that the table has. */
    private static Map<String, String> variants() {
        Map<String, String> variants = new LinkedHashMap<>();
        variants.put("withBaseten", "withBaseten(credentialsId: 'ours')");
        variants.put("withBaseten, files: false", "withBaseten(credentialsId: 'ours', files: false)");
        variants.put(
                "withCredentials([file])", "withCredentials([file(credentialsId: 'file', variable: 'BASETEN_FILE')])");
        variants.put(
                "withCredentials([string])",
                "withCredentials([string(credentialsId: 'text', variable: 'BASETEN_API_KEY')])");
        variants.put("withEnv", "withEnv(['BASETEN_PROFILE=baseten'])");
        return variants;
    }

    @Test
    void blocks() throws Exception {
        for (int size : BLOCKS) {
            for (int round = SMALL ? 1 : 0; round <= ROUNDS; round++) {
                for (Map.Entry<String, String> variant : variants().entrySet()) {
                    String line = blocks(size, variant.getKey(), variant.getValue());
                    if (round > 0) { // the first round warms all of it
                        lines.add(line);
                    }
                }
            }
        }
        write();
        assertThat(lines).hasSize(BLOCKS.size() * ROUNDS * variants().size());
    }

    /** So many blocks, one after the other in one build. */
    private static String blocks(int size, String name, String block) throws Exception {
        String wait = "cost" + jobs;
        WorkflowJob job = pipeline(
                "blocks" + jobs++,
                "node('agent') {",
                "  for (int i = 0; i < " + size + "; i++) { " + block + " { } }",
                "  semaphore '" + wait + "'",
                "}");
        long before = used();
        WorkflowRun[] run = new WorkflowRun[1];
        Duration cpu = CpuTime.ofAllThreads(() -> {
            run[0] = job.scheduleBuild2(0).waitForStart();
            SemaphoreStep.waitForStart(wait + "/1", run[0]);
            return null;
        });
        FlowNode last = run[0].getExecution().getCurrentHeads().get(0);
        long wall = TimingAction.getStartTime(last) - run[0].getStartTimeInMillis();
        double memory = (used() - before) / 1e6;
        run[0].getExecution().getCurrentExecutions(true).get();
        Path root = run[0].getRootDir().toPath();
        long program = Files.size(root.resolve("program.dat"));
        SemaphoreStep.success(wait + "/1", null);
        r.assertBuildStatusSuccess(r.waitForCompletion(run[0]));
        long build = Files.size(root.resolve("build.xml"));
        job.delete();
        return line(
                "jenkins block",
                size,
                name,
                wall,
                cpu,
                memory,
                "build.xml " + build + " B, program.dat " + program + " B");
    }

    @Test
    void log() throws Exception {
        Map<String, String> variants = new LinkedHashMap<>(variants());
        variants.keySet().removeAll(List.of("withBaseten, files: false", "withCredentials([file])"));
        for (Map.Entry<String, String> variant : variants.entrySet()) {
            WorkflowJob job = pipeline(
                    "log" + jobs++,
                    "node('agent') { " + variant.getValue() + " {",
                    "  sh 'set +x; yes \"2026-11-30T10:20:30 INFO step built layer 4f5a6b7c8d9e in 3 s\" | head -c "
                            + MEGABYTES + "000000'",
                    "} }");
            WorkflowRun[] run = new WorkflowRun[1];
            Duration cpu = CpuTime.ofAllThreads(() -> {
                run[0] = job.scheduleBuild2(0).waitForStart();
                return r.waitForCompletion(run[0]);
            });
            lines.add(line("jenkins log", MEGABYTES, variant.getKey(), run[0].getDuration(), cpu, 0, ""));
            r.assertBuildStatusSuccess(run[0]);
            assertThat(run[0].getLogText().length()).isGreaterThan(MEGABYTES * 1_000_000L);
            job.delete();
        }
        write();
    }

    @Test
    void keysPageAndDueCheck() throws Exception {
        List<Credentials> all = SystemCredentialsProvider.getInstance()
                .getDomainCredentialsMap()
                .get(Domain.global());
        List<Credentials> before = List.copyOf(all);
        for (int size : CREDENTIALS) {
            SandboxOptions options = SandboxOptions.defaults();
            for (int i = 0; i < size; i++) {
                options = options.withKey(key(i), KeyType.WORKSPACE_MANAGE_ALL, null, "key" + i);
            }
            try (Sandbox sandbox = Sandbox.start(options)) {
                String url = sandbox.url().toString();
                BasetenConfiguration.get().setTrustedUrls(url);
                List<RotationPolicy> policies = new ArrayList<>();
                for (int i = 0; i < size; i++) {
                    all.add(Fixtures.credential("many" + i, key(i), url));
                    RotationPolicy policy = new RotationPolicy("many" + i, "minting");
                    policy.setIntervalDays(30);
                    policies.add(policy);
                }
                RotationRig.storeMinting(
                        "minting", sandbox.key(KeyType.WORKSPACE_MANAGE_API_KEYS), CredentialsScope.SYSTEM, url);
                BasetenConfiguration.get().setRotationPolicies(policies);
                for (int round = 0; round <= ROUNDS; round++) {
                    String check = timed("jenkins due check", size, "the check of all policies", () -> {
                        Rotations.get().checkDue();
                        return null;
                    });
                    String page = timed("jenkins keys page", size, "the page with all keys", () -> opened(size));
                    if (round > 0) {
                        lines.add(check);
                        lines.add(page);
                    }
                }
            } finally {
                BasetenConfiguration.get().setRotationPolicies(List.of());
                all.clear();
                all.addAll(before);
            }
        }
        write();
        assertThat(lines).hasSize(CREDENTIALS.size() * ROUNDS * 2);
    }

    private static String key(int number) {
        return "many%05d.0123456789abcdefghijKLMNOPQRSTUV".formatted(number);
    }

    private static String opened(int size) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(r.getURL().toURI().resolve("manage/baseten-keys/"))
                .build();
        String body = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
        assertThat(body).contains("many0", "many" + (size - 1));
        return body;
    }

    private static String timed(String row, int size, String what, Callable<?> task) throws Exception {
        return line(row, size, what, 0, CpuTime.ofAllThreads(task), 0, "");
    }

    private static String line(
            String row, int size, String what, double wall, Duration cpu, double memory, String more) {
        return String.format(
                Locale.ROOT,
                "%s\t%d\t%s\t%.3f\t%.3f\t%.3f\t%s",
                row,
                size,
                what,
                wall,
                cpu.toNanos() / 1e6,
                memory,
                more);
    }

    private void write() throws Exception {
        if (!SMALL) {
            Files.write(
                    Path.of(System.getProperty(OUTPUT)), lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    private static long used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
