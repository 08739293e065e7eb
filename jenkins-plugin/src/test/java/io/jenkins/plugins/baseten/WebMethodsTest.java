package io.jenkins.plugins.baseten;

import static io.jenkins.plugins.baseten.Fixtures.KEY;
import static io.jenkins.plugins.baseten.Fixtures.store;
import static io.jenkins.plugins.baseten.Fixtures.storeSecretText;
import static io.jenkins.plugins.baseten.WebMethodsTest.Caller.ADMINISTRATOR;
import static io.jenkins.plugins.baseten.WebMethodsTest.Caller.CONFIGURER;
import static io.jenkins.plugins.baseten.WebMethodsTest.Caller.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import hudson.model.Item;
import hudson.model.User;
import io.jenkins.plugins.baseten.binding.BasetenApiKeyBinding;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import io.jenkins.plugins.baseten.config.RotationPolicy;
import io.jenkins.plugins.baseten.credentials.BasetenApiKeyCredentialsImpl;
import io.jenkins.plugins.baseten.identity.AgentFileTokenSource;
import io.jenkins.plugins.baseten.identity.BasetenWorkloadIdentityCredentialsImpl;
import io.jenkins.plugins.baseten.identity.CloudTokenSource;
import io.jenkins.plugins.baseten.identity.ControllerFileTokenSource;
import io.jenkins.plugins.baseten.identity.CredentialTokenSource;
import io.jenkins.plugins.baseten.login.BasetenLogin;
import io.jenkins.plugins.baseten.pages.KeysAccessTest;
import io.jenkins.plugins.baseten.pages.LeftoversMonitorTest;
import io.jenkins.plugins.baseten.pages.PolicyForm;
import io.jenkins.plugins.baseten.step.WithBasetenStep;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.htmlunit.util.NameValuePair;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.kohsuke.stapler.WebMethod;
import org.kohsuke.stapler.bind.JavaScriptMethod;
import org.kohsuke.stapler.verb.GET;
import org.kohsuke.stapler.verb.POST;

/** Who is told what by the methods that a browser can call. */
@WithJenkins
class WebMethodsTest {
    /** All of them may read the controller and the jobs; what else they may do, the name says. */
    enum Caller {
        ANONYMOUS,
        READER,
        CONFIGURER,
        MANAGER,
        ADMINISTRATOR;

        String user() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Set<Caller> NOBODY = EnumSet.noneOf(Caller.class);
    private static final Set<Caller> EVERYBODY = EnumSet.allOf(Caller.class);
    private static final String JOB = "job/team/job/deploy/";
    private static final String ROOT = "";

    private static final String WARNING = "class=\"warning\"";
    private static final String ERROR = "class=\"error\"";
    private static final String BAD_NAME = "[x]";
    private static final String BAD_URL = "http://example.com";

    private static JenkinsRule r;

    /**
     * A web method, and how its answer tells who is trusted.
     *
     * @param sign what the answer holds for those who are told something
     * @param inJob who is told it when asking below a job
     * @param atRoot who is told it when asking without one
     */
    record Probe(
            Class<?> owner,
            String method,
            Map<String, String> parameters,
            String sign,
            Set<Caller> inJob,
            Set<Caller> atRoot) {

        String path() {
            String name = method.substring("do".length());
            return "descriptorByName/" + owner.getName() + "/"
                    + name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
        }

        String javaName() {
            return (owner == BasetenConfiguration.class ? owner : descriptor()).getName() + "#" + method;
        }

        private Class<?> descriptor() {
            if (owner == RotationPolicy.class) {
                return PolicyForm.class;
            }
            return Arrays.stream(owner.getDeclaredClasses())
                    .filter(nested -> nested.getSimpleName().equals("DescriptorImpl"))
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public String toString() {
            return owner.getSimpleName() + "#" + method;
        }
    }

    static List<Probe> probes() {
        Set<Caller> configure = EnumSet.of(CONFIGURER, ADMINISTRATOR);
        Set<Caller> manage = EnumSet.of(MANAGER, ADMINISTRATOR);
        Set<Caller> administer = EnumSet.of(ADMINISTRATOR);
        Map<String, String> badUrl = Map.of("value", BAD_URL);
        Map<String, String> badName = Map.of("value", BAD_NAME);
        List<Probe> probes = new ArrayList<>();
        for (Class<?> form : List.of(WithBasetenStep.class, BasetenLogin.class)) {
            probes.add(new Probe(
                    form, "doFillCredentialsIdItems", Map.of("credentialsId", ""), "team-key", configure, administer));
            probes.add(new Probe(form, "doCheckCredentialsId", Map.of("value", ""), WARNING, configure, administer));
            probes.add(new Probe(form, "doCheckRemote", badName, ERROR, configure, administer));
            probes.add(new Probe(form, "doCheckRemoteUrl", badUrl, ERROR, configure, administer));
        }
        Class<?> binding = BasetenApiKeyBinding.class;
        probes.add(new Probe(binding, "doFillCredentialsIdItems", Map.of(), "team-key", configure, NOBODY));
        probes.add(new Probe(binding, "doCheckCredentialsId", Map.of("value", ""), WARNING, configure, administer));
        probes.add(new Probe(binding, "doCheckRemote", badName, ERROR, configure, administer));
        probes.add(new Probe(binding, "doCheckRemoteUrl", badUrl, ERROR, configure, administer));
        probes.add(new Probe(
                WithBasetenStep.class, "doFillRequireKeyTypeItems", Map.of(), "manage", EVERYBODY, EVERYBODY));
        Class<?> credential = BasetenApiKeyCredentialsImpl.class;
        probes.add(new Probe(credential, "doCheckSecret", Map.of("value", "a b"), ERROR, manage, manage));
        probes.add(new Probe(credential, "doCheckRemoteUrl", badUrl, ERROR, manage, manage));
        probes.add(new Probe(
                credential,
                "doVerify",
                Map.of("secret", "a b", "remoteUrl", "", "team", ""),
                "contains a blank",
                manage,
                manage));
        Class<?> identity = BasetenWorkloadIdentityCredentialsImpl.class;
        probes.add(new Probe(identity, "doCheckTrustRule", Map.of("value", "a/b"), ERROR, manage, manage));
        probes.add(new Probe(identity, "doCheckAudience", Map.of("value", "a\tb"), ERROR, manage, manage));
        probes.add(new Probe(identity, "doCheckTokenLifetime", Map.of("value", "soon"), ERROR, manage, manage));
        probes.add(new Probe(identity, "doCheckRemoteUrl", badUrl, ERROR, manage, manage));
        probes.add(new Probe(CloudTokenSource.class, "doFillCloudItems", Map.of(), "aws", EVERYBODY, EVERYBODY));
        probes.add(new Probe(
                AgentFileTokenSource.class, "doCheckPath", Map.of("value", "x"), ERROR, EVERYBODY, EVERYBODY));
        probes.add(
                new Probe(ControllerFileTokenSource.class, "doCheckPath", Map.of("value", "x"), ERROR, manage, manage));
        probes.add(new Probe(
                CredentialTokenSource.class,
                "doFillCredentialsIdItems",
                Map.of("credentialsId", ""),
                "secret-text",
                configure,
                administer));
        probes.add(new Probe(BasetenConfiguration.class, "doCheckTrustedUrls", badUrl, ERROR, administer, administer));
        probes.add(new Probe(
                BasetenConfiguration.class,
                "doCheckTokenDirectories",
                Map.of("value", "x"),
                ERROR,
                administer,
                administer));
        for (String check : List.of("doCheckWarnAgeDays", "doCheckWarnUnusedDays")) {
            Map<String, String> bad = Map.of("value", "soon");
            probes.add(new Probe(BasetenConfiguration.class, check, bad, ERROR, administer, administer));
        }
        Class<?> policy = RotationPolicy.class;
        probes.add(new Probe(policy, "doFillFolderItems", Map.of(), "Controller", administer, administer));
        probes.add(new Probe(
                policy, "doFillCredentialsIdItems", Map.of("folder", ""), "team-key", administer, administer));
        probes.add(new Probe(policy, "doFillMintingCredentialsIdItems", Map.of(), "choose", administer, administer));
        for (String check :
                List.of("Folder", "CredentialsId", "MintingCredentialsId", "IntervalDays", "OverlapHours")) {
            probes.add(new Probe(policy, "doCheck" + check, Map.of("value", "-1"), ERROR, administer, administer));
        }
        probes.add(new Probe(policy, "doCheckQuietForHours", Map.of("value", "-1"), ERROR, administer, administer));
        probes.add(new Probe(policy, "doCheckDeadlineHours", Map.of("value", "-1"), ERROR, administer, administer));
        return probes;
    }

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        r = rule;
        store("team-key", KEY, null);
        storeSecretText("secret-text", "x");
        r.createFolder("team").createProject(WorkflowJob.class, "deploy");
        r.jenkins.setCrumbIssuer(null);
        r.jenkins.setSecurityRealm(r.createDummySecurityRealm());
        r.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .toEveryone()
                .grant(Item.CONFIGURE)
                .everywhere()
                .to(CONFIGURER.user())
                .grant(CredentialsProvider.VIEW, CredentialsProvider.CREATE, CredentialsProvider.UPDATE)
                .everywhere()
                .to(MANAGER.user())
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to(ADMINISTRATOR.user()));
    }

    @AfterAll
    static void stop() throws Exception {
        r.after();
    }

    @ParameterizedTest
    @MethodSource("probes")
    void whoMayNotActIsToldNothing(Probe probe) throws Exception {
        for (Caller caller : Caller.values()) {
            assertAnswer(probe, caller, JOB, probe.inJob());
            assertAnswer(probe, caller, ROOT, probe.atRoot());
        }
    }

    private static void assertAnswer(Probe probe, Caller caller, String place, Set<Caller> trusted) throws Exception {
        WebResponse answer = post(caller, place + probe.path(), probe.parameters());
        assertThat(answer.getStatusCode())
                .as("%s as %s at '%s'", probe, caller, place)
                .isEqualTo(200);
        assertThat(answer.getContentAsString().contains(probe.sign()))
                .as("%s as %s at '%s': %s", probe, caller, place, answer.getContentAsString())
                .isEqualTo(trusted.contains(caller));
    }

    @ParameterizedTest
    @MethodSource("probes")
    void getIsRefused(Probe probe) throws Exception {
        for (String place : List.of(JOB, ROOT)) {
            WebResponse answer = send(ADMINISTRATOR, HttpMethod.GET, place + probe.path(), probe.parameters());
            assertThat(answer.getStatusCode()).isEqualTo(404);
            assertThat(answer.getContentAsString()).doesNotContain(probe.sign());
        }
    }

    @ParameterizedTest
    @MethodSource("probes")
    void aCallWithoutParametersIsNoCrash(Probe probe) throws Exception {
        assertThat(post(ADMINISTRATOR, JOB + probe.path(), Map.of()).getStatusCode())
                .isEqualTo(200);
    }

    /** A method that is added later fails here until it takes POST alone and has a probe above. */
    @Test
    void everyWebMethodTakesPostAloneAndIsProbed() throws Exception {
        Set<String> found = new TreeSet<>();
        for (Class<?> type : classes()) {
            for (Method method : type.getMethods()) {
                assertThat(method.getAnnotation(WebMethod.class)).isNull();
                assertThat(method.getAnnotation(JavaScriptMethod.class)).isNull();
                if (!method.getName().matches("do[A-Z].*") || method.isBridge() || isForeign(method)) {
                    continue;
                }
                String name = type.getName() + "#" + method.getName();
                boolean reads = method.getName().equals("doProgress");
                assertThat(method.isAnnotationPresent(reads ? GET.class : POST.class))
                        .as("%s", method)
                        .isTrue();
                found.add(name);
            }
        }
        Set<String> probed = new TreeSet<>(KeysAccessTest.METHODS);
        probed.addAll(LeftoversMonitorTest.METHODS);
        probes().forEach(probe -> probed.add(probe.javaName()));
        assertThat(found).isEqualTo(probed);
    }

    /**
     * What core and the plugin credentials bring along: the help pages, the names of the scopes, the
     * check for an id that is in use, which looks into the stores that the caller may view, and the
     * button that dismisses a warning, which takes POST of administrators alone.
     */
    private static boolean isForeign(Method method) {
        return !method.getDeclaringClass().getName().startsWith("io.jenkins.plugins.baseten.")
                && Set.of("doHelp", "doFillScopeItems", "doCheckId", "doDisable")
                        .contains(method.getName());
    }

    @Test
    void idsThatAreInUseAreToldToThoseWhoMayViewThem() throws Exception {
        String path = "descriptorByName/" + BasetenApiKeyCredentialsImpl.class.getName()
                + "/checkId?provider=com.cloudbees.plugins.credentials.CredentialsSelectHelper$SystemContextResolver"
                + "&token=jenkins&value=team-key";
        for (Caller caller : Caller.values()) {
            String answer = send(caller, HttpMethod.GET, path, Map.of()).getContentAsString();
            assertThat(answer.contains("already in use"))
                    .as("%s: %s", caller, answer)
                    .isEqualTo(Set.of(MANAGER, ADMINISTRATOR).contains(caller));
        }
    }

    @Test
    void theAnswerForAnIdIsTheSameWhetherThereIsSuchACredentialOrNot() throws Exception {
        for (Class<?> form : List.of(WithBasetenStep.class, BasetenLogin.class)) {
            String path = JOB + "descriptorByName/" + form.getName() + "/fillCredentialsIdItems";
            for (Caller caller : EnumSet.complementOf(EnumSet.of(CONFIGURER, ADMINISTRATOR))) {
                String existing =
                        post(caller, path, Map.of("credentialsId", "team-key")).getContentAsString();
                String missing =
                        post(caller, path, Map.of("credentialsId", "nope")).getContentAsString();
                assertThat(existing.replace("team-key", "nope")).isEqualTo(missing);
            }
        }
    }

    @Test
    void everybodyMayTryAKeyForTheStoreOfHisOwnAndForNobodyElses() throws Exception {
        User.getById("reader", true).save();
        User.getById("configurer", true).save();
        String path = "descriptorByName/" + BasetenApiKeyCredentialsImpl.class.getName() + "/verify";
        Map<String, String> unusable = Map.of("secret", "a b", "remoteUrl", "", "team", "");
        assertThat(post(Caller.READER, "user/reader/" + path, unusable).getContentAsString())
                .contains("contains a blank");
        assertThat(post(Caller.READER, "user/configurer/" + path, unusable).getContentAsString())
                .doesNotContain("contains a blank");
        assertThat(post(Caller.ANONYMOUS, "user/reader/" + path, unusable).getContentAsString())
                .doesNotContain("contains a blank");
    }

    @Test
    void onlyAdministratorsSeeAndChangeTheTrustedUrls() throws Exception {
        BasetenConfiguration.get().setTrustedUrls("https://baseten.example.com");
        for (Caller caller : EnumSet.complementOf(EnumSet.of(ADMINISTRATOR))) {
            assertThat(send(caller, HttpMethod.GET, "manage/configure", Map.of())
                            .getContentAsString())
                    .doesNotContain("baseten.example.com");
            post(caller, "manage/configSubmit", Map.of("json", "{}"));
        }
        assertThat(BasetenConfiguration.get().getTrustedUrls()).isEqualTo("https://baseten.example.com");
        assertThat(send(ADMINISTRATOR, HttpMethod.GET, "manage/configure", Map.of())
                        .getContentAsString())
                .contains("https://baseten.example.com");
    }

    private static WebResponse post(Caller caller, String path, Map<String, String> parameters) throws Exception {
        return send(caller, HttpMethod.POST, path, parameters);
    }

    private static WebResponse send(Caller caller, HttpMethod method, String path, Map<String, String> parameters)
            throws Exception {
        try (JenkinsRule.WebClient browser = r.createWebClient()) {
            browser.getOptions().setJavaScriptEnabled(false);
            browser.getOptions().setThrowExceptionOnFailingStatusCode(false);
            if (caller != Caller.ANONYMOUS) {
                browser.withBasicCredentials(caller.user());
            }
            WebRequest request = new WebRequest(new URL(r.getURL(), path), method);
            if (!parameters.isEmpty()) {
                request.setRequestParameters(parameters.entrySet().stream()
                        .map(parameter -> new NameValuePair(parameter.getKey(), parameter.getValue()))
                        .toList());
            }
            return browser.getPage(request).getWebResponse();
        }
    }

    private static List<Class<?>> classes() throws Exception {
        Path root = Path.of(BasetenConfiguration.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<Class<?>> classes = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".class")).toList()) {
                String name = root.relativize(file).toString().replace('/', '.').replaceAll("\\.class$", "");
                if (name.startsWith("io.jenkins.plugins.baseten.") && !name.endsWith("package-info")) {
                    Class<?> type = Class.forName(name, false, WebMethodsTest.class.getClassLoader());
                    if (!type.isInterface() && !Modifier.isAbstract(type.getModifiers())) {
                        classes.add(type);
                    }
                }
            }
        }
        assertThat(classes).hasSizeGreaterThan(20);
        return classes;
    }
}
