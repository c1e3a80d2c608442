#!/usr/bin/env dotnet
#:property PublishAot=false
// The one entry to everything: dotnet run build.cs -- help
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;

var root = FindRoot();
Directory.SetCurrentDirectory(root);
var artifacts = Path.Combine(root, "artifacts");
var command = args.FirstOrDefault() ?? "help";
var rest = args.Skip(1).ToArray();

try
{
    return command switch
    {
        "demo" => Demo(rest),
        "test" => Test(rest),
        "build" => Build(),
        "synth" => Synth(rest),
        "bench" => Bench(rest),
        "pack" => Pack(),
        "format" => Format(rest),
        "analyze" => Analyze(),
        "coverage" => Coverage(rest),
        "mutate" => Mutate(rest),
        "fuzz" => Fuzz(rest),
        "audit" => Audit(),
        "docs" => Docs(),
        "clean" => Clean(),
        "help" or "--help" or "-h" => Help(Console.Out, 0),
        _ => Unknown(command),
    };
}
catch (BuildException problem)
{
    Console.Error.WriteLine($"build: {problem.Message}");
    return 1;
}

int Demo(string[] demoArguments)
{
    Make(Parts.Demo, Npm.None);
    using (new TemporaryFolder())
        Synthesize();
    string[] cli = [Output("Shardwise.Cli", "shardwise.dll"), "demo", "--assembly", CloudAssembly(), "--lambda-host", LambdaHost(), .. demoArguments];
    return Interactive("dotnet", cli);
}

int Test(string[] testArguments)
{
    if (testArguments.Contains("--quick"))
        return TestQuickly([.. testArguments.Where(argument => argument != "--quick")]);

    // Tests that build what a user builds find it warm.
    using var temporary = new TemporaryFolder();
    using var compiler = new CompilerServer();
    Make(Parts.All, Npm.WithTestTools, compiler);
    MakePackages();
    return RunTests(testArguments, compiler);
}

// What needs no CDK, no other process and no time to pass, and of that what is not marked as slow or as a replay of days of traffic: for between two
// changes, never in place of all.
int TestQuickly(string[] testArguments)
{
    using var temporary = new TemporaryFolder();
    using var compiler = new CompilerServer();
    CompileTests(Quick(), compiler);
    var results = Path.Combine(artifacts, "test-results-quick");
    if (Directory.Exists(results))
        Directory.Delete(results, recursive: true);
    string[] filter = testArguments.Contains("--filter") ? testArguments : ["--filter", "Category!=Slow&Category!=Replay", .. testArguments];
    var watch = Stopwatch.StartNew();
    var failures = Partitioner.Create(Quick(), loadBalance: true).AsParallel().WithDegreeOfParallelism(2)
        .Where(project => !RunTestsOf(project, results, filter, ProcessPriorityClass.Normal, compiler, () => false)).ToArray();
    return Total(results, failures, stopped: false, watch.Elapsed);
}

static string[] Quick() =>
[
    "Shardwise.Scaling.Tests", "Shardwise.Kpl.Tests", "Shardwise.Consumers.Drivers.Tests", "Shardwise.PublicApi.Tests", "Shardwise.AwsPackages.Tests",
    "Shardwise.ClickstreamEtl.Tests", "Shardwise.ClickstreamTransform.Tests",
];

int Build()
{
    Make(Parts.All, Npm.None);
    return 0;
}

int Synth(string[] cdkArguments)
{
    Make(Parts.Demo, Npm.Cli);
    Step("Synthesizing the reference app into cdk.out");
    using var temporary = new TemporaryFolder();
    return Interactive("npx", ["--no-install", "cdk", "synth", "--quiet", .. cdkArguments]);
}

int Bench(string[] benchArguments)
{
    if (benchArguments.Length == 0)
        throw new BuildException("bench needs the name of a benchmark: dotnet run build.cs -- bench kpl");

    Make(Parts.All, Npm.WithTestTools);
    if (benchArguments[0] == "pipeline")
        using (new TemporaryFolder())
            Synthesize();
    return Interactive("dotnet", [Output("Shardwise.Benchmarks", "Shardwise.Benchmarks.dll"), .. benchArguments]);
}

int Pack()
{
    Make(Parts.Product, Npm.None);
    MakePackages();
    CompileTool();
    if (Directory.GetFiles(PackageFolder(), "*.cdx.json").Length == 0)
        Timed(
            "Writing the bills of materials",
            () => Run("node", ["eng/sbom.mjs", PackageFolder(), PackageFolder()], "the bills of materials could not be written"));
    foreach (var package in Directory.GetFiles(PackageFolder(), "*.nupkg").Order())
        Console.WriteLine($"    {Path.GetFileName(package)}");
    Console.WriteLine($"Packages, their symbols and a bill of materials for each (CycloneDX) are in {Path.GetRelativePath(root, PackageFolder())}.");
    if (OnStandins())
        Console.WriteLine("They are built on stand-ins for AWS packages that this registry lacks, which lie beside them; "
            + "all of them say so in their version: for trying on this machine, never for publishing.");
    var template = Path.GetRelativePath(root, Directory.GetFiles(PackageFolder(), "Shardwise.Templates.*.nupkg").Single());
    Console.WriteLine($"What is made with them restores from this folder and the machine's registry: dotnet new install {template}");
    return 0;
}

// Of every project; without --fix it changes nothing and fails where something would be changed.
int Format(string[] formatArguments)
{
    if (formatArguments is not ([] or ["--fix"]))
        throw new BuildException($"format: '{string.Join(' ', formatArguments)}' is not understood: allowed is --fix.");

    string[] verify = formatArguments is [] ? ["--verify-no-changes"] : [];
    Step(verify is [] ? "Mending the white space" : "Looking at the white space");
    var exitCode = Interactive("dotnet", ["format", "whitespace", "Infra.sln", .. verify]);
    Console.WriteLine(exitCode == 0 ? "format: every file is as .editorconfig says" : "format: dotnet run build.cs -- format --fix mends these");
    return exitCode;
}

// In a folder of its own, since a build with another analyzer is another build: the normal one stays as it is.
int Analyze()
{
    ChooseAwsPackages();
    string[] settings = ["-p:Analyze=true", "-p:TreatWarningsAsErrors=false", $"-p:ArtifactsPath={Path.Combine(artifacts, "analyze")}/"];
    Step("Building the product under Meziantou.Analyzer");
    using var compiler = new CompilerServer();
    var (exitCode, output) = Capture(
        "dotnet", ["build", ProductFilter(), "-c", "Release", "-nologo", "-v", "quiet", "-clp:NoSummary", "--no-incremental", .. settings],
        ProcessPriorityClass.Normal,
        [.. compiler.Settings, .. ShortLived()]);
    if (exitCode != 0 && !output.Contains(": error MA", StringComparison.Ordinal))
        throw new BuildException($"the build failed:{Environment.NewLine}{Tail(output)}");

    var warnings = Regex.Matches(
        output, @"^\s*(?<place>[^\s(][^(\r\n]*\([\d,]+\)): (?:warning|error) (?<rule>\w+): (?<text>.*?)( \[[^\]]+\])?\s*$", RegexOptions.Multiline)
        .Select(w => (Place: Path.GetRelativePath(root, w.Groups["place"].Value), Rule: w.Groups["rule"].Value, Text: w.Groups["text"].Value))
        .Select(w => (w.Rule, Line: $"{w.Place}: {w.Rule}: {w.Text}")).Distinct().ToArray();
    foreach (var (_, line) in warnings.OrderBy(w => w.Line, StringComparer.Ordinal))
        Console.WriteLine(line);
    foreach (var rule in warnings.GroupBy(w => w.Rule).OrderByDescending(g => g.Count()))
        Console.WriteLine($"    {rule.Key}: {rule.Count()}");
    Console.WriteLine($"analyze: {warnings.Length} findings");
    return warnings.Length == 0 ? 0 : 1;
}

// What runs in processes that a test starts is not seen: the pipelines of the end-to-end tests count nothing here.
int Coverage(string[] wanted)
{
    var all = TestProjects().Except(["Shardwise.EndToEnd.Tests"]).ToArray();
    var chosen = wanted.Length == 0 ? all : wanted.Select(name => all.Contains(name) ? name : $"Shardwise.{name}.Tests").ToArray();
    if (chosen.Except(all).FirstOrDefault() is { } unknown)
        throw new BuildException($"coverage: there is no test project '{unknown}': allowed are {string.Join(", ", all)}.");

    RestoreTools();
    using var compiler = new CompilerServer();
    if (chosen.Except(Quick()).Any())
        Make(Parts.All, Npm.WithTestTools, compiler);
    else
        CompileTests(chosen, compiler);
    var results = Path.Combine(artifacts, "coverage");
    if (Directory.Exists(results))
        Directory.Delete(results, recursive: true);
    // What replays days of traffic takes a quarter of an hour when it is watched, and goes through the same lines again and again.
    string[] settings = ["--settings", "eng/coverage.runsettings", "--filter", "Category!=Replay"];
    // The project, not its assembly: only through the project does the test runner find the collector.
    string[] collect = ["-c", "Release", "--no-build", "--nologo", "--collect", "XPlat Code Coverage", .. settings];
    // What ran of a project counts, also where a test of it failed.
    var failed = new List<string>();
    foreach (var project in chosen)
        Timed(project, () =>
        {
            string[] test = ["test", Path.Combine("tests", project), .. collect, "--results-directory", Path.Combine(results, project)];
            var (exitCode, output) = Capture("dotnet", test, ProcessPriorityClass.Normal, ("SHARDWISE_ALLOW_STANDINS", "1"));
            if (exitCode != 0)
            {
                failed.Add(project);
                Console.WriteLine(Tail(output));
            }
        });

    // The symbols name sources as /_/..., which are looked for under the root.
    string[] report =
    [
        $"-reports:{results}/*/*/coverage.cobertura.xml", $"-targetdir:{results}/report", $"-sourcedirs:{root}",
        "-reporttypes:MarkdownAssembliesSummary;Html", "-assemblyfilters:+Shardwise.*;+shardwise;-*.Tests",
    ];
    Run("dotnet", ["reportgenerator", .. report], "the report could not be made");
    Console.WriteLine(File.ReadAllText(Directory.GetFiles(Path.Combine(results, "report"), "*.md").Single()));
    Console.WriteLine($"coverage: line by line in {Path.GetRelativePath(root, results)}/report/index.html");
    if (failed.Count > 0)
        Console.Error.WriteLine($"build: failed: {string.Join(", ", failed)}");
    return failed.Count == 0 ? 0 : 1;
}

// In the Debug configuration, so that no changed assembly ever lies where the other commands find theirs.
int Mutate(string[] names)
{
    var all = Directory.GetFiles("tests", "stryker-config.json", SearchOption.AllDirectories)
        .Select(file => Path.GetFileName(Path.GetDirectoryName(file)!).Split('.')[1]).Order().ToArray();
    if (names is not [var name, .. var more] || !all.Contains(name))
        throw new BuildException($"mutate needs the name of a project that has a stryker-config.json: {string.Join(", ", all)}.");

    RestoreTools();
    ChooseAwsPackages();
    var report = Path.Combine(artifacts, "mutation", name);
    Directory.CreateDirectory(report);
    string[] reporters = ["--reporter", "json", "--reporter", "html", "--reporter", "cleartext"];
    string[] arguments = ["stryker", "--configuration", "Debug", "--output", report, .. reporters, "--skip-version-check", .. more];
    return Interactive("dotnet", arguments, Path.Combine(root, "tests", $"Shardwise.{name}.Tests"));
}

int Fuzz(string[] fuzzArguments)
{
    ChooseAwsPackages();
    Timed("Building the fuzzer", () => Run(
        "dotnet", ["build", "tests/Shardwise.Fuzz", "-c", "Release", "-nologo", "-v", "quiet", "-clp:ErrorsOnly", "-p:RunAnalyzers=false"],
        "the build failed", ShortLived()));
    return Interactive("dotnet", [Output("Shardwise.Fuzz", "Shardwise.Fuzz.dll"), .. fuzzArguments]);
}

int Audit()
{
    ChooseAwsPackages();
    InstallNpmTools(Npm.WithTestTools);
    var folder = Path.Combine(artifacts, "audit");
    var problems = AuditNuGet(folder) + AuditNpm() + AuditLicences(folder);
    Console.WriteLine(problems == 0 ? "audit: nothing to object to in what could be looked at" : $"audit: {problems} problems");
    return problems == 0 ? 0 : 1;
}

// A registry without advisories answers as one without vulnerable packages does; only where it is named as an audit source does NuGet tell the two
// apart.
int AuditNuGet(string folder)
{
    Step("Asking NuGet's registry for known vulnerabilities");
    Directory.CreateDirectory(folder);
    var sources = Regex.Matches(
        Capture("dotnet", ["nuget", "list", "source", "--format", "short"]).Output, @"^E\w* (?<address>\S+)", RegexOptions.Multiline)
        .Select((source, place) => new XElement(
            "add", new XAttribute("key", $"source{place}"), new XAttribute("value", source.Groups["address"].Value))).ToArray();
    var settings = Path.Combine(folder, "nuget.config");
    XElement Sources(string name) => new(name, new XElement("clear"), sources);
    new XDocument(new XElement("configuration", Sources("packageSources"), Sources("auditSources"))).Save(settings);
    var (exitCode, output) = Capture(
        "dotnet",
        [
            "restore", "Infra.sln", "--configfile", settings, "--force", "-nologo", $"-p:ArtifactsPath={folder}/", "-p:NuGetAudit=true",
            "-p:NuGetAuditMode=all", "-p:NuGetAuditLevel=low", "-p:TreatWarningsAsErrors=false",
        ]);
    if (exitCode != 0)
        throw new BuildException($"the packages could not be restored:{Environment.NewLine}{Tail(output)}");

    if (output.Contains("NU1905", StringComparison.Ordinal))
        Console.WriteLine("    This NuGet registry has no advisories: whether a package has a known vulnerability cannot be told here.");
    return Tell(Regex.Matches(output, @"warning (?<text>NU190[1-4]: .*?)( \[|\s*$)", RegexOptions.Multiline).Select(w => w.Groups["text"].Value));
}

int AuditNpm()
{
    Step("Asking npm's registry for known vulnerabilities");
    var output = Capture("npm", ["audit", "--json", "--loglevel=silent"]).Output;
    var answer = JsonNode.Parse(output[Math.Max(0, output.IndexOf('{', StringComparison.Ordinal))..]);
    if (answer?["vulnerabilities"] is JsonObject vulnerable)
        return Tell(vulnerable.Select(found => $"{found.Key}: {found.Value?["severity"]}, {found.Value?["range"]}"));

    Console.WriteLine("    This npm registry answers no audit: whether a package has a known vulnerability cannot be told here.");
    return 0;
}

// What each package says of itself; the few that name no licence of the list are in eng/licences.json, each with what was read.
int AuditLicences(string folder)
{
    Step("Reading the licences");
    var rules = JsonNode.Parse(File.ReadAllText(Path.Combine("eng", "licences.json")))!;
    var allowed = rules["allowed"]!.AsArray().Select(name => (string)name!).ToHashSet();
    var read = rules["read"]!.AsObject();
    var packages = NuGetLicences(folder).Concat(NpmLicences()).DistinctBy(package => package.Name).ToArray();
    var licensed = packages
        .Select(package => (package.Name, Licence: (string?)read[package.Name.Split('@')[0]]?["licence"] ?? package.Licence)).ToArray();
    foreach (var licence in licensed.GroupBy(package => package.Licence).OrderByDescending(group => group.Count()))
        Console.WriteLine($"    {licence.Count(),4}  {licence.Key}");
    return Tell(licensed.Where(package => !package.Licence.Split(" OR ").Any(one => allowed.Contains(one.Trim('(', ')'))))
        .Select(package => $"{package.Name}: {package.Licence}"));
}

static IEnumerable<(string Name, string Licence)> NuGetLicences(string folder)
{
    foreach (var assets in Directory.GetFiles(Path.Combine(folder, "obj"), "project.assets.json", SearchOption.AllDirectories)
        .Select(file => JsonNode.Parse(File.ReadAllText(file))!))
        foreach (var (name, library) in assets["libraries"]!.AsObject().Where(library => (string?)library.Value!["type"] == "package"))
        {
            var path = assets["packageFolders"]!.AsObject().Select(root => Path.Combine(root.Key, (string)library!["path"]!)).First(Directory.Exists);
            var metadata = XDocument.Load(Directory.GetFiles(path, "*.nuspec").Single()).Descendants().ToLookup(element => element.Name.LocalName);
            var expression = metadata["license"].FirstOrDefault(e => (string?)e.Attribute("type") == "expression")?.Value;
            yield return (name.Replace('/', '@'), expression ?? metadata["licenseUrl"].FirstOrDefault()?.Value ?? "none named");
        }
}

static IEnumerable<(string Name, string Licence)> NpmLicences() => JsonNode.Parse(File.ReadAllText("package-lock.json"))!["packages"]!.AsObject()
    .Where(package => package.Key.Length > 0)
    .Select(package => ($"{package.Key.Split("node_modules/")[^1]}@{package.Value!["version"]}", (string?)package.Value["license"] ?? "none named"));

static int Tell(IEnumerable<string> problems)
{
    var told = problems.Distinct().Order(StringComparer.Ordinal).ToArray();
    foreach (var problem in told)
        Console.WriteLine($"    PROBLEM {problem}");
    return told.Length;
}

int Docs()
{
    RestoreTools();
    Make(Parts.Product, Npm.None);
    Timed("Making the API reference", () => Run(
        "dotnet", ["docfx", "eng/docfx/docfx.json", "--warningsAsErrors"], "the API reference could not be made"));
    var pages = Directory.GetFiles(Path.Combine(artifacts, "api-reference", "api"), "*.html").Length;
    Console.WriteLine($"docs: {pages} pages, from artifacts/api-reference/index.html on");
    return 0;
}

// The tools of .config/dotnet-tools.json, which only these commands need.
void RestoreTools() => Run("dotnet", ["tool", "restore"], "the tools could not be installed");

int Clean()
{
    foreach (var folder in new[] { artifacts, Path.Combine(root, "cdk.out"), Path.Combine(root, "node_modules") }.Where(Directory.Exists))
    {
        Step($"Removing {Path.GetRelativePath(root, folder)}");
        Directory.Delete(folder, recursive: true);
    }

    return 0;
}

int Unknown(string name)
{
    Console.Error.WriteLine($"build: '{name}' is not a command.");
    return Help(Console.Error, 2);
}

int Help(TextWriter writer, int exitCode)
{
    writer.WriteLine("""
        Usage: dotnet run build.cs -- COMMAND [ARGUMENTS]

          demo [--trace FILE] [--minutes N] [--plain]   run the whole pipeline on this machine (about two minutes)
          test [--filter EXPRESSION]                    build and run every test
          test --quick                                  those that take no CDK, no process and no waiting
          build                                         build everything
          synth                                         synthesize the reference app into cdk.out
          bench NAME                                    run a benchmark: kpl, etl, against FOLDER, local, pipeline, scaling, synth
          pack                                          make the NuGet packages
          clean                                         remove all that was built or installed here

        For whoever changes Shardwise (CONTRIBUTING.md says what each of them printed):

          format [--fix]                                white space, as .editorconfig has it: tells, or mends
          analyze                                       the product under Meziantou.Analyzer
          coverage [PROJECT ...]                        what the tests cover, a line for each assembly
          mutate PROJECT                                whether the tests notice changes of the code: Kpl, Scaling
          fuzz [TARGET ...] [--minutes N] [--seed N]    damaged input: codec, events, templates, cli
          audit                                         licences and known vulnerabilities of all packages
          docs                                          the API reference, from the XML docs

        AWS_PACKAGES=nuget|standin forces the real AWS packages or their stand-ins; unset, the real ones are tried first.
        """);
    return exitCode;
}

// What every command needs: the tools on this machine, the pinned npm tools where it asks for them, and what is compiled of the AWS packages that are
// found.
void Make(Parts parts, Npm npm, CompilerServer? compiler = null)
{
    RequireTool("dotnet", ["--version"], new Version(10, 0), ".NET SDK 10", "https://dotnet.microsoft.com/download");
    RequireTool("node", ["--version"], new Version(20, 0), "Node.js 20", "https://nodejs.org");
    Directory.CreateDirectory(artifacts);
    // The one waits for the network while the other computes, and neither needs the other.
    Together(
        () => InstallNpmTools(npm),
        () =>
        {
            ChooseAwsPackages();
            using var own = compiler is null ? new CompilerServer() : null;
            Compile(parts, compiler ?? own!);
        });
}

// All of them are waited for; what failed is said of each.
static void Together(params Action[] steps)
{
    var problems = new ConcurrentQueue<BuildException>();
    void Take(Action step)
    {
        try
        {
            step();
        }
        catch (BuildException problem)
        {
            problems.Enqueue(problem);
        }
    }

    Task.WaitAll([.. steps.Select(step => Task.Factory.StartNew(() => Take(step), TaskCreationOptions.LongRunning))]);
    if (!problems.IsEmpty)
        throw new BuildException(string.Join($"{Environment.NewLine}build: ", problems.Select(problem => problem.Message)));
}

void RequireTool(string tool, string[] versionArguments, Version least, string name, string where)
{
    string output;
    try
    {
        output = Capture(tool, versionArguments).Output;
    }
    catch (System.ComponentModel.Win32Exception)
    {
        throw new BuildException($"{tool} is not on the PATH: {name} or later is needed ({where}).");
    }

    var found = Regex.Match(output, @"\d+\.\d+(\.\d+)?");
    if (!found.Success || Version.Parse(found.Value) < least)
        throw new BuildException($"{tool} is {output.Trim()}: {name} or later is needed ({where}).");
}

// The tests' tools (cdk-nag and what it needs) are two hundred megabytes that nobody needs who wants to see the demo.
void InstallNpmTools(Npm tools)
{
    if (tools == Npm.None)
        return;

    var withTestTools = tools == Npm.WithTestTools;
    var stamp = Path.Combine(artifacts, "npm.stamp");
    var wanted = Hash([File.ReadAllText("package.json"), File.ReadAllText("package-lock.json")]);
    var installed = Directory.Exists("node_modules") && File.Exists(stamp) ? File.ReadAllText(stamp) : "";
    if (installed == $"{wanted} all" || (installed == wanted && !withTestTools))
        return;

    string[] omit = withTestTools ? [] : ["--omit=dev"];
    Timed(
        withTestTools ? "Installing the npm tools, those of the tests too" : "Installing the npm tools: CDK CLI",
        () => Run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error", .. omit], "the npm tools could not be installed"));
    File.WriteAllText(stamp, withTestTools ? $"{wanted} all" : wanted);
}

void ChooseAwsPackages()
{
    var answer = Path.Combine(artifacts, "aws-packages");
    if (Environment.GetEnvironmentVariable("AWS_PACKAGES") is { Length: > 0 } forced)
    {
        if (forced is not ("nuget" or "standin"))
            throw new BuildException($"AWS_PACKAGES is '{forced}': allowed are nuget and standin.");
        if (!File.Exists(answer) || File.ReadAllText(answer).Trim() != forced)
            Console.WriteLine($"    AWS packages: {forced}, as AWS_PACKAGES says.");
        return;
    }

    if (File.Exists(answer))
        return;

    Step("Looking for the AWS packages on this machine's NuGet registry");
    var standins = XDocument.Load(Path.Combine("eng", "Standins.targets")).Descendants("StandinPackage")
        .Select(e => e.Attribute("Include")!.Value).ToArray();
    var probe = Path.Combine(artifacts, "probe", "probe.csproj");
    Directory.CreateDirectory(Path.GetDirectoryName(probe)!);
    var references = string.Concat(standins.Select(p => $"<PackageReference Include=\"{p}\" />"));
    File.WriteAllText(probe, $"""<Project Sdk="Microsoft.NET.Sdk"><ItemGroup>{references}</ItemGroup></Project>""");
    var (exitCode, output) = Capture("dotnet", ["restore", probe, "-p:AwsPackages=nuget", "-nologo"]);
    var missing = Regex.Matches(output, @"error NU110[123][^:]*: Unable to find (?:a stable )?package (?<name>\w[\w.]*\w)")
        .Select(m => m.Groups["name"].Value).Distinct().Order().ToArray();
    if (exitCode != 0 && missing.Length == 0)
        throw new BuildException($"the NuGet registry did not answer as expected:{Environment.NewLine}{Tail(output)}");

    if (missing.Length > 0)
        Console.WriteLine($"    This registry lacks {string.Join(", ", missing)}: "
            + "building with the stand-ins in eng/standins, for this machine only, never for deployment.");
    File.WriteAllText(answer, missing.Length == 0 ? "nuget" : "standin");
}

void Compile(Parts parts, CompilerServer compiler)
{
    string Stamp(Parts made) => Path.Combine(artifacts, $"build-{made.ToString().ToLowerInvariant()}.stamp");
    var sources = Fingerprint(SourceFiles());
    if (File.Exists(Stamp(parts)) && File.ReadAllText(Stamp(parts)) == sources)
        return;

    var (what, name) = parts switch
    {
        Parts.Demo => (DemoFilter(), "the reference app and what runs it here"),
        Parts.Product => (ProductFilter(), "libraries, functions, constructs and tools"),
        _ => ("Infra.sln", "Infra.sln"),
    };
    // Analyzers take more than half of a build's time, and are for whoever changes this: the build of everything runs them, as the tests and CI do.
    // Without them the compiler, which takes every processor by itself, is what a build waits for: half the nodes, and no code compiled twice, take a
    // fifth of the processor time less and as long.
    var whole = parts == Parts.All;
    string[] sparing = whole ? [] : ["-p:RunAnalyzers=false", $"-m:{Math.Max(1, Environment.ProcessorCount / 2)}"];
    (string, string)[] once = whole ? [] : [("DOTNET_TieredCompilation", "0")];
    Timed(
        $"Building {name}",
        () => Run(
            "dotnet", ["build", what, "-c", "Release", "-nologo", "-v", "quiet", "-clp:ErrorsOnly", .. sparing], "the build failed",
            [.. compiler.Settings, .. ShortLived(), .. once]));
    foreach (var made in Enum.GetValues<Parts>().Where(made => made <= parts))
        File.WriteAllText(Stamp(made), sources);
}

// Some test projects and what they refer to, without analyzers; MSBuild finds what is up to date.
void CompileTests(string[] projects, CompilerServer compiler)
{
    RequireTool("dotnet", ["--version"], new Version(10, 0), ".NET SDK 10", "https://dotnet.microsoft.com/download");
    Directory.CreateDirectory(artifacts);
    ChooseAwsPackages();
    var filter = SolutionFilter("some-tests", path => projects.Contains(Path.GetFileNameWithoutExtension(path.Replace('\\', '/'))));
    string[] build = ["build", filter, "-c", "Release", "-nologo", "-v", "quiet", "-clp:ErrorsOnly", "-p:RunAnalyzers=false"];
    Timed($"Building {projects.Length} test projects", () => Run("dotnet", build, "the build failed", [.. compiler.Settings, .. ShortLived()]));
}

// They refer to what else it takes.
string DemoFilter() => SolutionFilter(
    "demo", path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')) is "Shardwise.Cli" or "Shardwise.LambdaHost" or "Shardwise.App");

string ProductFilter() => SolutionFilter("product", path => !path.StartsWith("tests", StringComparison.Ordinal));

// Made from the solution so that there is no second list to keep.
string SolutionFilter(string name, Func<string, bool> isWanted)
{
    var projects = Regex.Matches(File.ReadAllText("Infra.sln"), @"""(?<path>[^""]+\.csproj)""").Select(m => m.Groups["path"].Value)
        .Where(isWanted).Select(p => $"\"{p.Replace(@"\", @"\\", StringComparison.Ordinal)}\"");
    var filter = Path.Combine(artifacts, $"{name}.slnf");
    File.WriteAllText(filter, $$"""{ "solution": { "path": "..\\Infra.sln", "projects": [{{string.Join(", ", projects)}}] } }""");
    return filter;
}

void Synthesize()
{
    var stamp = Path.Combine(artifacts, "synth.stamp");
    var inputs = Fingerprint(
        Directory.GetFiles(Path.GetDirectoryName(Output("Shardwise.App", "Shardwise.App.dll"))!, "*", SearchOption.AllDirectories)
        .Where(f => f.Contains("Shardwise", StringComparison.Ordinal)).Append("cdk.json"));
    if (File.Exists(Path.Combine(CloudAssembly(), "manifest.json")) && File.Exists(stamp) && File.ReadAllText(stamp) == inputs)
        return;

    // As the CDK's CLI runs it, which needs no CLI: whoever only wants to see the demo waits for no npm package.
    var context = JsonNode.Parse(File.ReadAllText("cdk.json"))!["context"]!.ToJsonString();
    Timed(
        "Synthesizing the reference app",
        () => Run(
            "dotnet", [Output("Shardwise.App", "Shardwise.App.dll")], "the reference app could not be synthesized",
            ("SHARDWISE_ALLOW_STANDINS", "1"), ("CDK_OUTDIR", CloudAssembly()), ("CDK_CONTEXT_JSON", context)));
    File.WriteAllText(stamp, inputs);
}

// Whether a project is a package is the project's to say.
void MakePackages()
{
    var stamp = Path.Combine(artifacts, "pack.stamp");
    var sources = Fingerprint(SourceFiles());
    if (File.Exists(stamp) && File.ReadAllText(stamp) == sources)
        return;

    Step("Making the packages");
    if (Directory.Exists(PackageFolder()))
        Directory.Delete(PackageFolder(), recursive: true);
    Run("dotnet", ["pack", ProductFilter(), "-c", "Release", "--no-build", "-v", "quiet", "-nologo", "-clp:ErrorsOnly"],
        "the packages could not be made", ShortLived());
    if (OnStandins())
        Run("dotnet", ["msbuild", Path.Combine("eng", "standins", "Feed.proj"), "-v:quiet", "-nologo", "-clp:ErrorsOnly", "-m"],
            "the stand-ins could not be packed", ShortLived());
    File.WriteAllText(stamp, sources);
}

// A package of the tool for each platform, compiled beforehand, beside the one that runs on any: not for the tests, which would wait minutes for it.
void CompileTool()
{
    if (Directory.GetFiles(PackageFolder(), "shardwise.any.*.nupkg").Length > 0)
        return;

    Timed("Compiling the tool for each platform", () =>
    {
        using var compiler = new CompilerServer();
        var (exitCode, output) = Capture(
            "dotnet",
            [
                "pack", "tools/Shardwise.Cli", "-c", "Release", "-p:PackPerPlatform=true", "-p:RunAnalyzers=false", "-v", "quiet", "-nologo",
                "-clp:ErrorsOnly",
            ],
            ProcessPriorityClass.Normal,
            [.. compiler.Settings, .. ShortLived()]);
        if (Regex.Match(output, @"error NU110[12]: Unable to find package (?<name>Microsoft\.\w+\.App\.[\w.-]*\w)") is { Success: true } missing)
        {
            Console.WriteLine($"    This registry lacks {missing.Groups["name"].Value}: "
                + "the tool is packed for any platform alone, and takes up to twice as long to start.");
            Run("dotnet", ["restore", "tools/Shardwise.Cli", "-nologo"], "the tool could not be restored as it was");
        }
        else if (exitCode != 0)
            throw new BuildException($"the tool could not be packed for each platform:{Environment.NewLine}{Tail(output)}");
        else
            // Of the package that was made before under the name that now only tells which others there are.
            foreach (var symbols in Directory.GetFiles(PackageFolder(), "shardwise.*.snupkg")
                .Where(file => char.IsDigit(Path.GetFileName(file)["shardwise.".Length])))
                File.Delete(symbols);
    });
}

// Two lanes. The first begins with the pipelines, which run in real time. All others come from one list, the dearest first, to whichever lane is
// free, and at the lowest priority: they take the time that the pipelines leave.
int RunTests(string[] testArguments, CompilerServer compiler)
{
    const string Pipelines = "Shardwise.EndToEnd.Tests";
    string[] dearest =
    [
        "Shardwise.Constructs.Tests", "Shardwise.Cli.Tests", "Shardwise.Local.Page.Tests", "Shardwise.Scaler.Tests", "Shardwise.Local.Tests",
        "Shardwise.Scaling.Tests", "Shardwise.LocalKinesis.Tests", "Shardwise.Consumers.Tests", "Shardwise.Producer.Tests",
    ];
    var projects = TestProjects();
    var others = new ConcurrentQueue<string>(dearest.Intersect(projects).Union(projects).Except([Pipelines]));
    var results = Path.Combine(artifacts, "test-results");
    if (Directory.Exists(results))
        Directory.Delete(results, recursive: true);

    // Ctrl-C belongs to the test processes, which stop what they started; the lanes start no more.
    var stopped = false;
    Console.CancelKeyPress += (_, pressed) => pressed.Cancel = stopped = true;
    var failures = new ConcurrentQueue<string>();
    var watch = Stopwatch.StartNew();
    var (took, ended) = (new ConcurrentQueue<(string Project, TimeSpan Time)>(), new ConcurrentQueue<TimeSpan>());
    void Take(string project, ProcessPriorityClass priority)
    {
        var begun = watch.Elapsed;
        if (!stopped && !RunTestsOf(project, results, testArguments, priority, compiler, () => stopped))
            failures.Enqueue(project);
        took.Enqueue((project, watch.Elapsed - begun));
    }

    void TakeOthers()
    {
        while (others.TryDequeue(out var project))
            Take(project, ProcessPriorityClass.Idle);
        ended.Enqueue(watch.Elapsed);
    }

    void TakePipelines()
    {
        try
        {
            // What they run; nothing else needs it.
            Synthesize();
        }
        catch (BuildException)
        {
            others.Clear();
            throw;
        }

        Take(Pipelines, ProcessPriorityClass.Normal);
        TakeOthers();
    }

    Step($"Running the tests of {projects.Length} projects");
    if (Environment.ProcessorCount > 1)
        Together(TakePipelines, TakeOthers);
    else
        TakePipelines();
    TellProjects(took, ended);
    return Total(results, failures, stopped, watch.Elapsed);
}

// Each beside what ran in the other lane; a lane that ends long before the other had nothing left to take.
static void TellProjects(IReadOnlyCollection<(string Project, TimeSpan Time)> took, IReadOnlyCollection<TimeSpan> ended)
{
    var lanes = string.Join(" and ", ended.Order().Select(time => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s")));
    Step($"The lanes ended after {lanes}; the projects took");
    foreach (var (project, time) in took.OrderByDescending(each => each.Time))
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    {time.TotalSeconds,6:0.0} s  {project}"));
}

// One assembly's tests, in a process of their own; what it said is printed when it is done, so that no two of them are mixed.
bool RunTestsOf(string project, string results, string[] testArguments, ProcessPriorityClass priority, CompilerServer compiler, Func<bool> stopped)
{
    string[] loggers = ["--logger", $"trx;LogFileName={project}.trx", "--logger", "console;verbosity=minimal"];
    var (exitCode, output) = Capture(
        "dotnet", ["test", Output(project, $"{project}.dll"), "--nologo", .. loggers, "--results-directory", results, .. testArguments], priority,
        [("SHARDWISE_ALLOW_STANDINS", "1"), .. compiler.Settings, .. ShortLived()]);
    // A filter that names none of an assembly's tests is no news, nor is how a test run begins.
    string[] noise =
        ["VSTest version", "Starting test execution", "A total of 1 test files", "Results File:", "No test matches the given testcase filter"];
    var said = output.Split('\n').Select(line => line.TrimEnd()).Where(line => !noise.Any(line.StartsWith))
        .SkipWhile(line => line.Length == 0).ToList();
    lock (Console.Out)
    {
        foreach (var line in said.Take(said.FindLastIndex(line => line.Length > 0) + 1))
            Console.WriteLine(line);
        if (exitCode != 0 && !stopped() && !said.Any(line => line.StartsWith("Failed! ", StringComparison.Ordinal)))
            Console.Error.WriteLine($"build: the run of {project} itself failed (exit code {exitCode}): its process ended before its time.");
    }

    return exitCode == 0;
}

int Total(string results, IReadOnlyCollection<string> failures, bool stopped, TimeSpan took)
{
    var reports = Directory.Exists(results) ? Directory.GetFiles(results, "*.trx") : [];
    var counters = reports.Select(r => XDocument.Load(r).Descendants().First(e => e.Name.LocalName == "Counters")).ToArray();
    int Sum(string name) => counters.Sum(c => int.Parse(c.Attribute(name)!.Value, CultureInfo.InvariantCulture));
    var (total, passed, executed) = (Sum("total"), Sum("passed"), Sum("executed"));
    if (stopped)
        Console.Error.WriteLine("build: stopped; not all tests were run.");
    else if (failures.Count > 0)
        Console.Error.WriteLine($"build: failed: {string.Join(", ", failures.Order())}");
    else if (total == 0)
        Console.Error.WriteLine("build: no test matched.");

    TellSlowest(reports);
    Step($"The tests took {(int)took.TotalMinutes} min {took.Seconds} s");
    Console.WriteLine($"{passed} passed, {executed - passed} failed, {total - executed} skipped");
    return stopped || failures.Count > 0 || executed > passed || passed == 0 ? 1 : 0;
}

static string[] TestProjects() =>
    [.. Directory.GetDirectories("tests", "*.Tests").Select(folder => Path.GetFileName(folder)).Order()];

// Where the time goes: the lanes share the machine, so that a test's own time is longer than it would be alone.
static void TellSlowest(string[] reports)
{
    var tests = reports.SelectMany(report => XDocument.Load(report).Descendants())
        .Where(e => e.Name.LocalName == "UnitTestResult" && e.Attribute("duration") is not null)
        .Select(e => (Name: e.Attribute("testName")!.Value, Took: TimeSpan.Parse(e.Attribute("duration")!.Value, CultureInfo.InvariantCulture)))
        .Select(test => (test.Name, Seconds: test.Took.TotalSeconds)).OrderByDescending(test => test.Seconds).ToArray();
    var slow = tests.Where(test => test.Seconds > 5).ToArray();
    var (some, all) = (slow.Sum(test => test.Seconds), tests.Sum(test => test.Seconds));
    Step(string.Create(
        CultureInfo.InvariantCulture, $"{slow.Length} tests took more than 5 s, {some:0} s of {all:0} s; those, or the ten slowest"));
    foreach (var (name, seconds) in tests.Take(Math.Max(10, slow.Length)))
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    {seconds,6:0.0} s  {(name.Length > 130 ? name[..130] : name)}"));
}

// Watching code in order to compile it better later does not pay in a process that ends within a minute; nor does guarding its pages.
static (string Name, string Value)[] ShortLived() => [("DOTNET_TieredPGO", "0"), ("DOTNET_EnableWriteXorExecute", "0")];

bool OnStandins() => Directory.GetFiles(PackageFolder(), "*-standin.nupkg").Length > 0;

string PackageFolder() => Path.Combine(artifacts, "package", "release");

string CloudAssembly() => Path.Combine(artifacts, "cdk.out");

string LambdaHost() => Output("Shardwise.LambdaHost", "Shardwise.LambdaHost.dll");

string Output(string project, string file) => Path.Combine(artifacts, "bin", project, "release", file);

IEnumerable<string> SourceFiles()
{
    string[] folders = ["infra", "functions", "libraries", "tools", "tests", "templates", "eng"];
    return folders.SelectMany(f => Directory.GetFiles(f, "*", SearchOption.AllDirectories))
        .Concat(Directory.GetFiles(".", "Directory.*")).Append("Infra.sln").Append("global.json").Append(".editorconfig")
        .Concat(new[] { Path.Combine(artifacts, "aws-packages") }.Where(File.Exists));
}

string Fingerprint(IEnumerable<string> files) => Hash(files.Order(StringComparer.Ordinal)
    .Select(f => new FileInfo(f)).Select(f => $"{f.FullName}|{f.Length}|{f.LastWriteTimeUtc.Ticks}")
    .Concat([Variable("AWS_PACKAGES"), Variable("SHARDWISE_REPOSITORY")]));

static string Variable(string name) => Environment.GetEnvironmentVariable(name) ?? "";

static string Hash(IEnumerable<string> parts) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))));

static void Step(string what) => Console.WriteLine($"==> {what}");

// A step that takes its time says beforehand that it runs, and afterwards how long it took.
static void Timed(string what, Action work)
{
    Step(what);
    var watch = Stopwatch.StartNew();
    work();
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    {what}: {watch.Elapsed.TotalSeconds:0} s"));
}

// Runs quietly; what it said is shown only when it failed.
static void Run(string tool, string[] arguments, string failure, params (string Name, string Value)[] environment)
{
    var (exitCode, output) = Capture(tool, arguments, ProcessPriorityClass.Normal, environment);
    if (exitCode != 0)
        throw new BuildException($"{failure} ({tool} {arguments[0]} ended with {exitCode}):{Environment.NewLine}{Tail(output)}");
}

static (int ExitCode, string Output) Capture(
    string tool, string[] arguments, ProcessPriorityClass priority = ProcessPriorityClass.Normal, params (string Name, string Value)[] environment)
{
    var start = StartInfo(tool, arguments, environment);
    start.RedirectStandardOutput = start.RedirectStandardError = true;
    using var process = new Process { StartInfo = start };
    var output = new StringBuilder();
    void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (output)
            if (line.Data is not null && !IsNoise(line.Data))
                output.AppendLine(line.Data);
    }

    process.OutputDataReceived += Keep;
    process.ErrorDataReceived += Keep;
    process.Start();
    if (priority != ProcessPriorityClass.Normal)
        Prioritize(process, priority);
    process.BeginOutputReadLine();
    process.BeginErrorReadLine();
    process.WaitForExit();
    return (process.ExitCode, output.ToString());
}

static void Prioritize(Process process, ProcessPriorityClass priority)
{
    try
    {
        process.PriorityClass = priority;
    }
    catch (Exception refused) when (refused is System.ComponentModel.Win32Exception or InvalidOperationException)
    {
        // It has ended already, or the system does not let it: it is a matter of speed alone.
    }
}

static int Interactive(string tool, string[] arguments, string folder = "")
{
    // Ctrl-C belongs to the child: it stops what it started and answers with its own exit code.
    Console.CancelKeyPress += (_, pressed) => pressed.Cancel = true;
    var start = StartInfo(tool, arguments, []);
    start.WorkingDirectory = folder;
    using var process = Process.Start(start)!;
    process.WaitForExit();
    return process.ExitCode;
}

static ProcessStartInfo StartInfo(string tool, string[] arguments, (string Name, string Value)[] environment)
{
    // On Windows npm and npx are scripts, which only a shell finds.
    var script = OperatingSystem.IsWindows() && tool is "npm" or "npx";
    var start = new ProcessStartInfo(OperatingSystem.IsWindows() && script ? $"{tool}.cmd" : tool, arguments);
    foreach (var (name, value) in environment)
        start.Environment[name] = value;
    // A build server left behind would hold files of the tree it was started in.
    start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
    // MSBuild hands its own settings to child processes; an inner build must find its own.
    foreach (var inherited in start.Environment.Keys
        .Where(k => k.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase) && k is not "MSBUILDDISABLENODEREUSE").ToArray())
        start.Environment.Remove(inherited);
    return start;
}

// jsii and the CDK CLI say at length that Node 20 is past its end of life; rounded-up versions are told once, by the registry choice.
static bool IsNoise(string line) => line.StartsWith("!!", StringComparison.Ordinal) || line.Contains("NU1603", StringComparison.Ordinal);

static string Tail(string output)
{
    var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct().ToArray();
    return string.Join(Environment.NewLine, lines.TakeLast(40).Select(l => $"    {l}"));
}

static string FindRoot()
{
    for (var folder = new DirectoryInfo(Directory.GetCurrentDirectory()); folder is not null; folder = folder.Parent)
        if (File.Exists(Path.Combine(folder.FullName, "Infra.sln")))
            return folder.FullName;

    Console.Error.WriteLine("build: run this inside a clone of Shardwise: no Infra.sln here or above.");
    Environment.Exit(2);
    return "";
}

/// <summary>What a command needs of the solution, each with all that is before it.</summary>
internal enum Parts
{
    Demo,
    Product,
    All,
}

/// <summary>Which npm packages a command needs.</summary>
internal enum Npm
{
    None,
    Cli,
    WithTestTools,
}

internal sealed class BuildException(string message) : Exception(message);

/// <summary>
/// Where this process and all that it starts keep what is temporary, and gone with it: jsii and the CDK leave a folder in every process that uses
/// them, and a test that is killed leaves its own.
/// </summary>
internal sealed class TemporaryFolder : IDisposable
{
    // By these names it is asked for on Unix and on Windows.
    private static readonly string[] Names = OperatingSystem.IsWindows() ? ["TEMP", "TMP"] : ["TMPDIR"];

    private readonly string?[] before = [.. Names.Select(Environment.GetEnvironmentVariable)];
    private readonly string folder = Directory.CreateTempSubdirectory("shardwise-build-").FullName;

    public TemporaryFolder()
    {
        foreach (var name in Names)
            Environment.SetEnvironmentVariable(name, folder);
    }

    public void Dispose()
    {
        foreach (var (name, value) in Names.Zip(before))
            Environment.SetEnvironmentVariable(name, value);
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception inUse) when (inUse is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"build: {folder} could not be removed: {inUse.Message}");
        }
    }
}

/// <summary>
/// One compiler for all projects of a build, which is warm after the first of them: the build takes half the time. It has a name of its own, so that
/// nobody else's is used or stopped, and it is gone when the build is done.
/// </summary>
internal sealed class CompilerServer : IDisposable
{
    private readonly string name = $"shardwise-{Environment.ProcessId}";
    private readonly Lazy<string?> program = new(Program);

    /// <summary>What a build finds it by, and starts it if it is not there. Without a program that can stop it, none is started.</summary>
    public (string Name, string Value)[] Settings => program.Value is null ? [] : [("UseSharedCompilation", "true"), ("SharedCompilationId", name)];

    public void Dispose()
    {
        // Where nothing was to be compiled nobody has asked for it.
        if (program is { IsValueCreated: true, Value: { } path })
            Ask("dotnet", [path, $"-pipename:{name}", "-shutdown"]);
    }

    // It lies in the folder of the SDK that builds.
    private static string? Program()
    {
        var version = Ask("dotnet", ["--version"]).Trim();
        var sdk = Regex.Match(Ask("dotnet", ["--list-sdks"]), $@"^{Regex.Escape(version)} \[(?<folder>.+)\]\s*$", RegexOptions.Multiline);
        var program = Path.Combine(sdk.Groups["folder"].Value, version, "Roslyn", "bincore", "VBCSCompiler.dll");
        return sdk.Success && File.Exists(program) ? program : null;
    }

    private static string Ask(string tool, string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return output;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "";
        }
    }
}
