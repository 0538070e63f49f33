import type { components as Config } from "./generated/config";
import type { components as Query } from "./generated/query";
import type { components as Supervisor } from "./generated/supervisor";

export type Pv = Config["schemas"]["Pv"];
export type PvMetadata = Config["schemas"]["PvMetadata"];
export type PvPage = Config["schemas"]["PvPage"];
export type PvRow = Config["schemas"]["PvRow"];
export type PvSettings = Config["schemas"]["PvSettings"];
export type PvState = Config["schemas"]["PvState"];
export type ImportResult = Config["schemas"]["ImportResult"];
export type RetentionClass = Config["schemas"]["RetentionClass"];
export type Collector = Config["schemas"]["Collector"];
export type Principal = Config["schemas"]["Principal"];
export type Permission = Config["schemas"]["Permission"];
export type SessionState = Config["schemas"]["SessionState"];
export type User = Config["schemas"]["User"];
export type NewUser = Config["schemas"]["NewUser"];
export type UserChange = Config["schemas"]["UserChange"];
export type UserRole = Config["schemas"]["UserRole"];
export type ApiToken = Config["schemas"]["ApiToken"];
export type IssuedToken = Config["schemas"]["IssuedToken"];
export type TokenRequest = Config["schemas"]["TokenRequest"];
export type Change = Config["schemas"]["Change"];
export type DocumentKind = Config["schemas"]["DocumentKind"];
export type DocumentEntry = Config["schemas"]["DocumentEntry"];
export type SavedDocument = Config["schemas"]["SavedDocument"];

export type Raw = Query["schemas"]["Raw"];
export type Binned = Query["schemas"]["Binned"];
export type Gap = Query["schemas"]["Gap"];
export type LiveArchive = Query["schemas"]["LiveArchive"];
export type DataAnswer = Query["schemas"]["DataAnswer"];

export type Health = Supervisor["schemas"]["Health"];
export type HealthReport = Supervisor["schemas"]["HealthReport"];
export type ComponentHealth = Supervisor["schemas"]["ComponentHealth"];
export type EngineStatus = Supervisor["schemas"]["EngineStatus"];
export type Incident = Supervisor["schemas"]["Incident"];

export type AlarmRuleSettings = Supervisor["schemas"]["AlarmRuleSettings"];
export type AlarmRuleState = Supervisor["schemas"]["AlarmRuleState"];
export type DryRun = Supervisor["schemas"]["DryRun"];
export type MailTestAnswer = Supervisor["schemas"]["MailTestAnswer"];
